import { contentDigest, digestPattern } from '../ledger/digest.ts';
import { eventsOf, type ReadFacts } from './read-facts.ts';
import type { EvidencePiece, ReleaseRecord } from './record.ts';

/** Everything that is missing or does not fit together, each as a sentence; empty when all does. */
export function findGaps(record: ReleaseRecord, read: ReadFacts): readonly string[] {
  return [
    ...ledgerGaps(record, read),
    ...planGaps(record, read),
    ...statementGaps(record, read),
    ...record.evidence.flatMap(evidenceGap),
    ...eventsOf(read.facts, 'forensics.captured').flatMap(({ environment, missing }) =>
      missing.map(
        ({ component, part, reason }) =>
          `The ${part} of ${component} in ${environment} were not kept before the rollback: ` +
          reason,
      ),
    ),
  ];
}

function ledgerGaps(
  { damages, projectionHolds, entries, plan, planDigest }: ReleaseRecord,
  { unreadableAt, state }: ReadFacts,
): readonly string[] {
  const gaps = damages.map(
    ({ kind, position, reason }) =>
      `THE LEDGER IS NOT INTACT: ${kind} at position ${position}. ${reason}`,
  );
  if (entries.length === 0) gaps.push('The ledger of this release holds no entry.');
  if (unreadableAt !== null) {
    gaps.push(
      `The entry at position ${unreadableAt} is no fact that can be read: this story ends ` +
        'before it.',
    );
  }
  if (!projectionHolds) gaps.push('What lists show of this release is not what its facts say.');
  if (contentDigest(plan) !== planDigest) {
    gaps.push(`The plan is not the one that was sealed under the digest ${planDigest}.`);
  }
  if (state.planDigest !== null && state.planDigest !== planDigest) {
    gaps.push(`The release was started with the plan ${state.planDigest}, which is not here.`);
  }
  return gaps;
}

/** Where a plan was revised, the archive holds the one in force alone. */
function planGaps({ planDigest }: ReleaseRecord, { facts }: ReadFacts): readonly string[] {
  const earlier = new Set(eventsOf(facts, 'plan.revised').map(({ from }) => from));
  earlier.delete(planDigest);
  return [...earlier].map(
    (digest) =>
      `The plan ${digest}, by which the release went before it was revised, is not here: ` +
      'GET …/plan?revision=… shows it.',
  );
}

/** Every statement that counted has to be here, with the very content that was recorded. */
function statementGaps({ statements }: ReleaseRecord, { facts }: ReadFacts): readonly string[] {
  const kept = new Set(statements.map(({ digest }) => digest));
  const missing = eventsOf(facts, 'statement.accepted').filter(({ digest }) => !kept.has(digest));
  return missing.map(
    ({ seq, by, says, about, digest }) =>
      `The signed statement ${digest} of fact ${seq} (${by}: ${says} ${about ?? ''}) is missing, ` +
      'or its content is not what was recorded.',
  );
}

function evidenceGap({ digest, uses, status }: EvidencePiece): readonly string[] {
  const what = `the evidence ${digestPattern.test(digest) ? digest : `"${digest}"`}`;
  const rests = uses.join('; ');
  if (status === 'missing') return [`Gone: ${what}. On it rests ${rests}.`];
  if (status === 'damaged') {
    return [
      `Changed since: ${what} no longer has its digest, and is left out. On it rests ${rests}.`,
    ];
  }
  if (status === 'kept') return [];
  return [
    `Not looked for: ${what}. Whoever made this archive does not reach the evidence store. ` +
      `On it rests ${rests}.`,
  ];
}

import type { DeviationState } from '../../deviation/deviation.ts';
import type { RequirementState } from '../../release/state.ts';
import { eventsOf } from '../read-facts.ts';
import {
  type Answerer,
  type EvidenceBase,
  notApplicable,
  notShown,
  unless,
} from './evidence-base.ts';

/**
 * Approved before anything was changed: for each environment that was changed, what was said last
 * to every approval before the first change began there is yes, and by as many as were asked.
 */
export const authorised: Answerer = (base) => {
  const { plan } = base.record;
  const asking = plan.stages.filter(({ kind }) => kind === 'approval');
  if (asking.length === 0) return notShown('The plan asks for no approval.');
  const begun = eventsOf(base.facts, 'compensation.registered');
  const settled = eventsOf(base.facts, 'requirement.settled');
  const against = base.story.approvals.flatMap((approval) => {
    const first = begun.find(({ environment }) => environment === approval.environment);
    if (first === undefined) return [];
    const last = settled.findLast(
      ({ requirement, seq }) => requirement === approval.id && seq < first.seq,
    );
    if (last?.outcome === 'approved') return tooFew(approval, first.at);
    return [`${approval.environment} was changed at ${first.at} without ${approval.id}.`];
  });
  const asked = new Set(base.story.approvals.map(({ stage }) => stage));
  for (const { id, environment } of asking) {
    const first = begun.find((change) => change.environment === environment);
    if (first !== undefined && !asked.has(id)) {
      against.push(`${environment} was changed at ${first.at}, and ${id} was never asked.`);
    }
  }
  against.push(...base.story.askedDeviations.flatMap(tellBypass));
  const approved = base.story.approvals.filter(({ outcome }) => outcome === 'approved');
  return unless(against, approved.map(tellDecisions), 'Nobody has approved anything yet.');
};

/** An emergency may go on with fewer, whose others decide afterwards: that is an exception. */
function tooFew(approval: RequirementState, changedAt: string): readonly string[] {
  const { id, count, group, decisions, voided = [] } = approval;
  const counting = [...decisions, ...voided.filter(({ voidedAt }) => voidedAt > changedAt)];
  const before = counting.filter(({ verdict, at }) => verdict === 'approve' && at < changedAt);
  if (before.length >= count) return [];
  return [`${id}: ${before.length} of ${count} of ${group} had approved before ${changedAt}.`];
}

/** Who was missing decided afterwards, if at all; that somebody let them be is an exception. */
function tellBypass({ id, scope, used }: DeviationState): readonly string[] {
  if (scope.kind !== 'bypass' || used === null) return [];
  return [
    `${scope.requirement} was passed by the bypass ${id} at ${used.at}, before everybody who was ` +
      'asked had approved.',
  ];
}

/** The last acceptance test of each environment ended with the sign-off of testers. */
export const accepted: Answerer = ({ story, record }) => {
  if (!record.plan.stages.some(({ kind }) => kind === 'uat')) {
    return notApplicable('The plan asks for no acceptance test.');
  }
  const open = story.acceptance.filter(({ outcome }) => outcome !== 'approved');
  const signed = story.acceptance.filter(({ outcome }) => outcome === 'approved');
  return unless(
    open.map(({ id, outcome }) => `The acceptance test ${id} is ${outcome}.`),
    signed.map(tellDecisions),
    'No acceptance test has begun.',
  );
};

/** Nobody who decided wrote the change or asked for the release, and every author is known. */
export const dutiesApart: Answerer = ({ story, record }) => {
  const authors = new Set(story.components.flatMap((component) => component.authors));
  const decided = story.approvals.filter(({ outcome }) => outcome === 'approved');
  const against = decided.flatMap(({ id, decisions }) =>
    decisions.flatMap(({ by, inPlaceOf }) =>
      [by, ...(inPlaceOf === undefined ? [] : [inPlaceOf.person])].flatMap((person) => [
        ...(authors.has(person) ? [`${person} wrote the change and decided ${id}.`] : []),
        ...(person === record.requestedBy
          ? [`${person} asked for the release and decided ${id}.`]
          : []),
      ]),
    ),
  );
  for (const { component, unknownAuthors, commit } of story.components) {
    if (unknownAuthors > 0) {
      against.push(`${unknownAuthors} of the authors of ${component} are not known.`);
    }
    if (commit === null) against.push(`Who wrote ${component} is not recorded.`);
  }
  const facts = decided.map(
    ({ id, decisions }) =>
      `${id}: ${namesOf(decisions)}; authors: ${[...authors].join(', ') || 'none known'}; ` +
      `asked for by ${record.requestedBy}.`,
  );
  return unless(against, facts, 'Nobody has approved anything yet.');
};

/** Whoever let the release off something was not who asked for that. */
export const exceptions: Answerer = ({ story }) => {
  const granted = story.askedDeviations.filter(({ answer }) => answer?.verdict === 'grant');
  if (granted.length === 0)
    return notApplicable('Nothing was granted that deviates from the rules.');
  const against = granted.flatMap(({ id, askedBy, answer }) =>
    answer?.by === askedBy ? [`${askedBy} asked for the deviation ${id} and granted it.`] : [],
  );
  const facts = granted.map(
    ({ id, askedBy, answer, reason, compensatingControl, until }) =>
      `${id}: asked by ${askedBy}, granted by ${answer?.by} at ${answer?.at} until ${until}. ` +
      `Reason: ${reason} Meanwhile: ${compensatingControl}`,
  );
  return unless(against, facts, '');
};

/** Every decision in the ledger has its signed statement, by one pseudonymous person. */
export const identified: Answerer = (base) => {
  const said = eventsOf(base.facts, 'statement.accepted');
  const kept = new Set(base.record.statements.map(({ digest }) => digest));
  const missing = said.filter(({ digest }) => !kept.has(digest));
  return unless(
    missing.map(({ seq, digest }) => `The signed statement ${digest} of fact ${seq} is missing.`),
    said.length === 0 ? [] : [tellSigned(base, said.length)],
    'Nobody has said anything yet.',
  );
};

function tellSigned({ facts }: EvidenceBase, count: number): string {
  const people = new Set(eventsOf(facts, 'statement.accepted').map(({ by }) => by));
  return (
    `${count} signed statements of ${people.size} people are here, each under the digest that ` +
    'the ledger names. VERIFY.md tells how to check their signatures.'
  );
}

function tellDecisions({ id, count, group, decisions, subjectDigest }: RequirementState): string {
  return `${id}: ${namesOf(decisions)} (${count} of ${group} asked) about ${subjectDigest}.`;
}

function namesOf(decisions: RequirementState['decisions']): string {
  return decisions
    .map(({ by, verdict, at, inPlaceOf }) => {
      const place = inPlaceOf === undefined ? '' : ` in place of ${inPlaceOf.person}`;
      return `${verdict} by ${by}${place} at ${at}`;
    })
    .join(', ');
}

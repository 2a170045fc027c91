import { readFacts } from '../../../domain/evidence/read-facts.ts';
import type { ReleaseRecord } from '../../../domain/evidence/record.ts';
import { tellStory } from '../../../domain/evidence/tell-story.ts';
import { type ChainedEntry, chainEntry, genesis } from '../../../domain/ledger/chain.ts';
import { contentDigest, sha256Hex } from '../../../domain/ledger/digest.ts';
import { verifyChain } from '../../../domain/ledger/verify-chain.ts';
import type { ReleaseEvent } from '../../../domain/release/event.ts';
import { aPlan, aStage } from './plan.ts';

export const author = 'p-author';
export const requester = 'p-requester';
export const approver = 'p-approver';
export const gateReport = sha256Hex('a report');
const digest = sha256Hex('the artifact');
const manifestDigest = sha256Hex('the manifest');

const plan = aPlan([aStage('gates'), aStage('approval'), aStage('deploy'), aStage('review')]);

/** The digest of the signed statement with which somebody said something. */
export const statementOf = (by: string) => sha256Hex(`statement of ${by}`);

const accepted = (by: string, parts: Partial<Accepted> = {}): ReleaseEvent => ({
  type: 'statement.accepted',
  id: `said-by-${by}`,
  kind: 'decision',
  digest: statementOf(by),
  by,
  says: 'approve',
  about: 'production/cab',
  evidence: null,
  reason: 'Accepted.',
  ...parts,
});

type Accepted = Extract<ReleaseEvent, { type: 'statement.accepted' }>;

/** A release from its start to its closed review, in which one person approved. */
export function wholeStory(by = approver): readonly ReleaseEvent[] {
  const key = 'deploy-web';
  const gate = { stage: 'gates', gate: 'unit', component: 'web' } as const;
  return [
    {
      type: 'release.started',
      planDigest: contentDigest(plan),
      name: 'spring',
      title: 'Spring release',
      releaseClass: 'normal',
      requestedBy: requester,
      services: ['web'],
      environments: ['production'],
      stages: [],
    },
    {
      type: 'component.built',
      component: 'web',
      tag: 'v2.0.0',
      commit: 'c0ffee',
      authors: [author],
      unknownAuthors: [],
    },
    { type: 'artifact.packaged', component: 'web', version: '2.0.0', digest, sizeBytes: 7 },
    {
      type: 'gate.judged',
      ...gate,
      verdict: 'pass',
      reason: 'All pass.',
      evidence: { digest: gateReport, reference: 'evidence/report' },
    },
    {
      type: 'requirement.opened',
      requirement: 'production/cab',
      stage: 'production/approval',
      kind: 'approval',
      environment: 'production',
      group: 'cab',
      count: 1,
      subjectDigest: sha256Hex('the subject'),
      evidenceDigest: sha256Hex('the evidence'),
      attempt: 1,
      deadline: '2026-12-01T00:00:00.000Z',
    },
    accepted(by),
    { type: 'requirement.settled', requirement: 'production/cab', outcome: 'approved' },
    { type: 'environment.admitted', environment: 'production', manifestDigest },
    {
      type: 'compensation.registered',
      key,
      environment: 'production',
      component: 'web',
      what: 'deployment',
      to: { digest, version: '2.0.0' },
    },
    { type: 'change.applied', key, from: null, changed: true },
    { type: 'environment.passed', environment: 'production', manifestDigest },
    {
      type: 'obligation.opened',
      obligation: 'review',
      title: 'Post-implementation review',
      owner: 'engineers',
      due: '2026-12-01T00:00:00.000Z',
      mandatoryBecause: [],
    },
    { type: 'obligation.met', obligation: 'review', by: requester },
    { type: 'release.closed', outcome: 'released' },
  ];
}

/** The ledger of these events: one an hour. */
function ledgerOf(events: readonly ReleaseEvent[]): readonly ChainedEntry[] {
  const entries: ChainedEntry[] = [];
  for (const [index, event] of events.entries()) {
    const at = new Date(Date.UTC(2026, 10, 1, index)).toISOString();
    const fact = { seq: index + 1, at, event };
    const entry = { sort: 'fact', seq: fact.seq, recordedAt: at, content: fact } as const;
    entries.push(chainEntry('spring', entries.at(-1) ?? genesis, entry));
  }
  return entries;
}

/** What is recorded of a release with these events, all of it there. */
export function aRecord(
  events: readonly ReleaseEvent[] = wholeStory(),
  change: Partial<ReleaseRecord> = {},
): ReleaseRecord {
  const entries = ledgerOf(events);
  const head = entries.at(-1) ?? null;
  const said = events.flatMap((event) => (event.type === 'statement.accepted' ? [event] : []));
  return {
    release: 'spring',
    plan,
    planDigest: contentDigest(change.plan ?? plan),
    requestedBy: requester,
    entries,
    head,
    damages: verifyChain('spring', entries, head),
    projectionHolds: true,
    statements: said.map((event) => ({ jws: 'a.b.c', digest: event.digest, statement: null })),
    evidence: [{ digest: gateReport, uses: ['gates: unit of web'], status: 'kept' }],
    people: 'included',
    ...change,
  };
}

/** What a record tells, with all that its controls are judged by. */
export function toldBy(record: ReleaseRecord) {
  const read = readFacts(record.entries);
  return { record, facts: read.facts, story: tellStory(record, read) };
}

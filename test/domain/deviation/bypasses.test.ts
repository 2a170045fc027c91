import fc from 'fast-check';
import type { CountedDecision } from '../../../domain/approval/tally.ts';
import { tallyTogether } from '../../../domain/approval/tally.ts';
import { areEnoughByBypass, bypassesToUse, reducedBy } from '../../../domain/deviation/bypasses.ts';
import {
  afterLateDecision,
  isAskedNow,
  isOwedLate,
  lateApprovalsOf,
} from '../../../domain/deviation/late-decisions.ts';
import { contentDigest } from '../../../domain/ledger/digest.ts';
import { applyFact } from '../../../domain/release/apply-fact.ts';
import { blockersOf } from '../../../domain/release/blockers.ts';
import type { ReleaseEvent } from '../../../domain/release/event.ts';
import { receiveStatement } from '../../../domain/release/receive-statement.ts';
import { initialState, type ReleaseState } from '../../../domain/release/state.ts';
import { askedAndGranted, deviationPolicy } from '../../support/builders/deviation.ts';
import { aPlan, aStage } from '../../support/builders/plan.ts';

const now = '2026-11-21T23:00:00.000Z';
const stage = 'production/approval';
const requirement = 'production/cab';
const asked = { id: requirement, group: 'cab', count: 2, deadlineMs: 60_000, remindBeforeMs: [] };
const stages = [aStage('approval', { requirements: [asked] }), aStage('deploy'), aStage('review')];
const plan = aPlan(stages, { deviations: deviationPolicy });
const planDigest = contentDigest(plan);
const subjectDigest = 'sha256:what-goes-out';
const scope = { kind: 'bypass', environment: 'production', requirement, subjectDigest } as const;
const said = askedAndGranted({ release: 'spring', planDigest, now }, { scope });
const { request, requestDigest, verdict } = said;

const fold = (state: ReleaseState, event: ReleaseEvent) =>
  applyFact(state, { seq: state.seq + 1, at: now, event });

const open = [
  {
    type: 'release.started' as const,
    planDigest,
    name: 'spring',
    title: 'Spring',
    releaseClass: 'emergency' as const,
    requestedBy: 'rita',
    services: ['web'],
    environments: ['production'],
    stages: stages.map(({ id, kind, environment }) => ({ id, kind, environment })),
  },
  {
    type: 'requirement.opened' as const,
    requirement,
    stage,
    kind: 'approval' as const,
    environment: 'production',
    group: 'cab',
    count: 2,
    subjectDigest,
    evidenceDigest: 'sha256:none',
    attempt: 1,
    deadline: '2026-11-22T23:00:00.000Z',
  },
].reduce(fold, initialState());

const granted = (
  [
    {
      type: 'deviation.asked',
      deviation: request.id,
      request: requestDigest,
      by: 'erin',
      grantedBy: 'management',
      terms: { approvals: 1, collectWithinMs: 3_600_000 },
      ...request.content,
    },
    { type: 'deviation.answered', ...verdict.content, by: 'mona', statement: 'sha256:verdict' },
  ] as const
).reduce(fold, open);

const decide = (state: ReleaseState, by: string, says: 'approve' | 'reject', person?: string) =>
  fold(state, {
    type: 'statement.accepted',
    id: `by-${by}`,
    kind: 'decision',
    digest: `sha256:${by}`,
    by,
    says,
    about: requirement,
    evidence: null,
    reason: '',
    ...(person === undefined ? {} : { inPlaceOf: { delegation: 'd-1', person } }),
  });

/** As the stage goes on by it. */
function gone(): ReleaseState {
  const decided = decide(granted, 'cora', 'approve');
  const used = bypassesToUse(decided, stage, now);
  expect(used.map(({ bypass }) => bypass.id)).toEqual([request.id]);
  return used
    .flatMap(({ bypass, requirement: about }): ReleaseEvent[] => [
      { type: 'deviation.used', deviation: bypass.id, stage },
      lateApprovalsOf(decided, bypass, about, now),
      { type: 'requirement.settled', requirement, outcome: 'approved' },
    ])
    .reduce(fold, decided);
}

const isEnough = (state: ReleaseState) => areEnoughByBypass(state, stage, now);

test('one approval of somebody else than who asked is enough, and none without a grant', () => {
  expect(isEnough(granted)).toBe(false);
  expect(isEnough(decide(open, 'cora', 'approve'))).toBe(false);
  expect(isEnough(decide(granted, 'cora', 'approve'))).toBe(true);
  expect(isEnough(decide(granted, 'erin', 'approve'))).toBe(false);
  expect(isEnough(decide(granted, 'nora', 'approve', 'erin'))).toBe(false);
  expect(isEnough(decide(granted, 'erin', 'approve', 'cora'))).toBe(false);
  expect(isEnough(decide(decide(granted, 'cora', 'approve'), 'cliff', 'reject'))).toBe(false);
});

test('where everybody has approved, no bypass is used', () => {
  const all = decide(decide(granted, 'cora', 'approve'), 'cliff', 'approve');
  expect(bypassesToUse(all, stage, now)).toEqual([]);
});

test('it ends at its instant, and is for what people were asked about alone', () => {
  const decided = decide(granted, 'cora', 'approve');
  expect(areEnoughByBypass(decided, stage, request.content.until)).toBe(false);
  const requirements = decided.requirements.map((known) => ({ ...known, subjectDigest: 'other' }));
  expect(isEnough({ ...decided, requirements })).toBe(false);
});

test('never is nobody enough, nor who asked, whatever a policy says', () => {
  const person = fc.constantFrom('erin', 'cora', 'cliff');
  const decision = fc.record({ by: person, giver: fc.option(person), reject: fc.boolean() }).map(
    ({ by, giver, reject }): CountedDecision => ({
      by,
      verdict: reject ? 'reject' : 'approve',
      at: now,
      eligible: true,
      ...(giver === null ? {} : { inPlaceOf: { delegation: 'd', person: giver } }),
    }),
  );
  const decisions = fc.array(decision, { maxLength: 4 });
  fc.assert(
    fc.property(decisions, fc.integer({ min: -1, max: 3 }), (given, approvals) => {
      const terms = { askedBy: 'erin', approvals };
      const reduced = reducedBy({ id: 'cab', count: 2, decisions: given }, terms);
      const { outcome } = tallyTogether([reduced]).get('cab') ?? {};
      const others = given.filter(
        ({ by, verdict: says, inPlaceOf }) =>
          says === 'approve' && by !== 'erin' && inPlaceOf?.person !== 'erin',
      );
      if (outcome === 'approved') expect(others.length).toBeGreaterThan(0);
      if (given.some(({ verdict: says }) => says === 'reject')) expect(outcome).toBe('rejected');
    }),
  );
});

test('it stands among the blockers before it is used, with what is still missing', () => {
  const wait = {
    id: requirement,
    stage,
    kind: 'approval',
    reason: '',
    clearedBy: ['cab'],
  } as const;
  const rest = { remedy: '', until: null, then: null };
  const waiting = fold(granted, { type: 'wait.began', wait: { ...wait, ...rest } });
  const [blocker] = blockersOf(waiting);
  expect(blocker?.reason).toMatch(/^1 more of cab .* the-request lets 1 of 2 be enough/);
});

describe('afterwards', () => {
  const review = { owner: 'release-managers', reviewDueMs: 3_600_000 };
  const after = (state: ReleaseState, by: string, at = now) =>
    afterLateDecision(state, { requirement, by, now: at }, review);

  test('the missing people owe their decision, and the review is mandatory', () => {
    const state = gone();
    expect(state.deviations).toEqual([expect.stringMatching(/^Bypassed: approvals of/)]);
    expect(state.obligations).toMatchObject([
      {
        owner: 'cab',
        due: '2026-11-22T00:00:00.000Z',
        metAt: null,
        mandatoryBecause: [expect.stringContaining('Orders are lost')],
      },
    ]);
    expect(state.requirements.map((known) => isAskedNow(state, known))).toEqual([true]);
  });

  test('nothing follows from one who has approved already, or from time', () => {
    expect(after(gone(), 'cora', '2027-01-01T00:00:00.000Z')).toEqual([]);
  });

  test('the last approval meets it', () => {
    const state = decide(gone(), 'cliff', 'approve');
    const events = after(state, 'cliff');
    expect(events).toMatchObject([{ type: 'obligation.met', by: 'cliff' }]);
    expect(isOwedLate(events.reduce(fold, state), request.id)).toBe(false);
  });

  test('a rejection answers it, and leaves what has to be done about that', () => {
    const state = decide({ ...gone(), phase: 'reviewing' }, 'cliff', 'reject');
    const events = after(state, 'cliff');
    expect(events).toMatchObject([
      {
        type: 'obligation.opened',
        obligation: 'late-rejection/the-request',
        owner: 'release-managers',
        mandatoryBecause: [expect.stringContaining('Rejected after')],
      },
      { type: 'obligation.met', obligation: 'late-approvals/the-request' },
    ]);
    const next = events.reduce(fold, state);
    expect(next.requirements.map((known) => isAskedNow(next, known))).toEqual([false]);
  });

  const receive = (change: object, state = gone()) => {
    const statement = { ...request, environment: 'production', subjectDigest, ...change };
    const verified = { statement, digest: '', groups: ['cab', 'release-managers'] };
    const received = receiveStatement('spring', plan, state, verified as never, now);
    return received.outcome === 'accepted' ? 'accepted' : received.code;
  };
  const decision = (by: string, says: string) => {
    return { kind: 'decision', by, content: { requirement, verdict: says } };
  };

  test('only who has not decided is heard, and nothing is taken back', () => {
    expect(receive(decision('cliff', 'approve'))).toBe('accepted');
    expect(receive(decision('cliff', 'reject'))).toBe('accepted');
    expect(receive(decision('cora', 'reject'))).toBe('approval/already-decided');
    expect(receive(decision('cora', 'withdraw'))).toBe('requirement/settled');
    expect(receive(decision('rita', 'approve'))).toBe('approval/requester');
    const full = decide(gone(), 'cliff', 'approve');
    const closed = after(full, 'cliff').reduce(fold, full);
    expect(receive(decision('cyd', 'reject'), closed)).toBe('requirement/settled');
  });

  test('nobody’s word meets it, and nobody waives it', () => {
    const target = 'late-approvals/the-request';
    const command = (name: string) => ({
      kind: 'command',
      by: 'mona',
      subjectDigest: planDigest,
      content: { command: name, target, evidence: 'https://wiki/why' },
    });
    expect(receive(command('complete-obligation'))).toBe('command/not-now');
    expect(receive(command('waive'))).not.toBe('accepted');
  });
});

describe('asking for a bypass', () => {
  const ask = (change: object = {}, state = open, by = plan) => {
    const content = { ...request.content, scope: { ...scope, ...change } };
    const verified = { statement: { ...request, content }, digest: '', groups: ['engineers'] };
    const received = receiveStatement('spring', by, state, verified, now);
    return received.outcome === 'accepted' ? 'accepted' : received.code;
  };

  test('is heard about an open approval, of which fewer could be enough', () => {
    expect(ask()).toBe('accepted');
    expect(ask({ requirement: 'production/other' })).toBe('deviation/no-such-scope');
    expect(ask({ subjectDigest: 'sha256:other' })).toBe('deviation/no-such-scope');
    expect(ask({ environment: 'staging' })).toBe('deviation/no-such-scope');
    const settled = { type: 'requirement.settled', requirement, outcome: 'approved' } as const;
    expect(ask({}, fold(open, settled))).toBe('deviation/no-such-scope');
    const { bypass } = deviationPolicy;
    const strict = aPlan(stages, { deviations: { bypass: { ...bypass, approvals: 2 } } });
    const restarted = { ...open, planDigest: request.subjectDigest };
    expect(ask({}, restarted, strict)).toBe('deviation/no-such-scope');
    expect(ask({}, open, aPlan(stages, { deviations: {} }))).toBe('deviation/not-provided-for');
  });
});

import fc from 'fast-check';
import { type CountedDecision, tallyTogether } from '../../../domain/approval/tally.ts';
import { areEnoughByBypass, bypassesToUse, reducedBy } from '../../../domain/deviation/bypasses.ts';
import { blockersOf } from '../../../domain/release/blockers.ts';
import { receiveStatement } from '../../../domain/release/receive-statement.ts';
import type { ReleaseState } from '../../../domain/release/state.ts';
import {
  decide,
  fold,
  granted,
  now,
  open,
  plan,
  request,
  requirement,
  scope,
  stage,
  stages,
} from '../../support/builders/bypassed-release.ts';
import { deviationPolicy } from '../../support/builders/deviation.ts';
import { aPlan } from '../../support/builders/plan.ts';

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
      const isRejected = given.some(({ verdict: says }) => says === 'reject');
      expect(outcome !== 'approved' || others.length > 0).toBe(true);
      expect(outcome === 'rejected').toBe(isRejected);
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

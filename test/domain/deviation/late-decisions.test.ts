import {
  afterLateDecision,
  isAskedNow,
  isOwedLate,
} from '../../../domain/deviation/late-decisions.ts';
import { receiveStatement } from '../../../domain/release/receive-statement.ts';
import type { ReleaseState } from '../../../domain/release/state.ts';
import {
  decide,
  fold,
  gone,
  now,
  plan,
  planDigest,
  request,
  requirement,
  subjectDigest,
} from '../../support/builders/bypassed-release.ts';

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
  const received = receiveStatement('spring', plan, state, verified, now);
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

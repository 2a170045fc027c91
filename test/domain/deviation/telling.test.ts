import type { DeviationState } from '../../../domain/deviation/deviation.ts';
import { waiverOf } from '../../../domain/deviation/waivers.ts';
import { blockersOf } from '../../../domain/release/blockers.ts';
import { describeRelease } from '../../../domain/release/describe.ts';
import { initialState, type ReleaseState } from '../../../domain/release/state.ts';
import { aRequest } from '../../support/builders/deviation.ts';

const now = '2026-11-21T22:00:00.000Z';
const after = '2026-11-22T01:00:00.000Z';

const asked: DeviationState = {
  ...aRequest(now),
  id: 'the-request',
  request: 'sha256:request',
  askedBy: 'erin',
  askedAt: now,
  grantedBy: 'board',
  answer: null,
  used: null,
  spentAt: null,
};
const answer = { verdict: 'grant', by: 'mona', at: now, statement: 'sha256:verdict' } as const;

const stage = (id: string, environment: string) => ({
  id,
  kind: 'window' as const,
  environment,
  status: 'running' as const,
  attempt: 1,
  startedAt: now,
  endedAt: null,
  summary: null,
  failure: null,
});

function held(environment: string, deviation = asked): ReleaseState {
  const id = `${environment}/window`;
  const wait = {
    id: `${id}/window`,
    stage: id,
    kind: 'window' as const,
    reason: 'It is closed.',
    clearedBy: ['management'],
    remedy: 'Wait.',
    until: null,
    then: null,
    since: now,
  };
  const stages = [stage(id, environment)];
  return { ...initialState(), at: now, stages, waits: [wait], askedDeviations: [deviation] };
}

test('what waits says which deviation was asked for, and who answers it', () => {
  const [blocker] = blockersOf(held('production'));
  expect(blocker?.clearedBy).toEqual(['management', 'board']);
  expect(blocker?.remedy).toContain('Deviation the-request (freeze in production)');
});

test.each([
  ['is about another environment', held('staging')],
  ['was answered', held('production', { ...asked, answer })],
  ['has ended', held('production', { ...asked, until: now })],
])('a deviation that %s clears nothing', (_, state) => {
  expect(blockersOf(state)).toMatchObject([{ clearedBy: ['management'], remedy: 'Wait.' }]);
});

test('the page of a release shows its deviations, and how they stand', () => {
  const page = describeRelease(held('production', { ...asked, answer, spentAt: now }));
  expect(page).toContain('- freeze in production: spent, until 2026-11-22 00:00:00 UTC');
});

test('a judgement is waived until the deviation ends, and no other one is', () => {
  const judged = {
    stage: 'gates',
    gate: 'tests',
    component: 'web',
    verdict: 'fail' as const,
    evidence: null,
    judgedAt: now,
  };
  const { verdict: _, evidence, ...rest } = judged;
  const waiver = { ...asked, answer, scope: { kind: 'gate' as const, ...rest, evidence } };
  const state = { askedDeviations: [waiver] };
  expect(waiverOf(state, judged, now)).toBe(waiver);
  expect(waiverOf(state, judged, after)).toBeUndefined();
  const others = [
    { judgedAt: after },
    { stage: 'later' },
    { gate: 'lint' },
    { component: 'orders' },
    { evidence: { digest: 'sha256:report', reference: 'report' } },
  ];
  for (const other of others) {
    expect(waiverOf(state, { ...judged, ...other }, now)).toBeUndefined();
  }
  expect(waiverOf({ askedDeviations: [{ ...waiver, answer: null }] }, judged, now)).toBeUndefined();
  // What one was used for may count no more: a second one is used then.
  const used = { ...waiver, id: 'used-before', used: { stage: 'gates', at: now } };
  expect(waiverOf({ askedDeviations: [used, waiver] }, judged, now)).toBe(waiver);
  expect(waiverOf({ askedDeviations: [used] }, judged, now)).toBe(used);
});

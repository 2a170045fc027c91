import { closesEnvironment, nextStage } from '../../../domain/release/next-stage.ts';
import { initialState, type StageState } from '../../../domain/release/state.ts';
import { aChange } from '../../support/builders/change.ts';
import { aRequest } from '../../support/builders/deviation.ts';

const stage = (
  id: string,
  status: StageState['status'],
  kind: StageState['kind'] = 'approval',
): StageState => ({
  id,
  kind,
  environment: id.includes('/') ? 'production' : null,
  status,
  attempt: 0,
  startedAt: null,
  endedAt: null,
  summary: null,
  failure: null,
});
const change = aChange({ status: 'undone' });
const rollback = {
  reason: '',
  by: null,
  stage: 'production/a',
  thenOutcome: 'rolled-back',
  startedAt: '2026-11-21T12:00:00.000Z',
  finishedAt: null,
  forensics: [],
  takenOverBy: null,
  validations: [],
} as const;
const stages = [
  stage('build', 'succeeded'),
  stage('production/a', 'failed'),
  stage('production/b', 'pending'),
  stage('review', 'pending', 'review'),
];

test('the next stage is the first that has not succeeded', () => {
  expect(nextStage({ ...initialState(), stages })?.id).toBe('production/a');
});

test('after a rollback only the review is left, and only when something was changed', () => {
  const back = { ...initialState(), stages, rollback };
  expect(nextStage(back)).toBeNull();
  expect(nextStage({ ...back, changes: [change] })?.id).toBe('review');
});

test('what was let off something is reviewed, though it changed nothing', () => {
  const granted = {
    ...aRequest('2026-11-21T12:00:00.000Z'),
    id: 'the-request',
    request: 'sha256:request',
    askedBy: 'erin',
    askedAt: '2026-11-21T12:00:00.000Z',
    grantedBy: 'management',
    answer: null,
    used: null,
    spentAt: null,
  };
  const next = (used: { stage: string; at: string } | null) =>
    nextStage({ ...initialState(), stages, rollback, askedDeviations: [{ ...granted, used }] });
  expect(next(null)).toBeNull();
  expect(next({ stage: 'production/a', at: '2026-11-21T13:00:00.000Z' })?.id).toBe('review');
});

test('nothing is left when every stage has succeeded', () => {
  const done = stages.map((known) => ({ ...known, status: 'succeeded' as const }));
  expect(nextStage({ ...initialState(), stages: done })).toBeNull();
});

test('the last stage of an environment closes it, and no other does', () => {
  const closing = stages.filter((known) => closesEnvironment({ ...initialState(), stages }, known));
  expect(closing.map(({ id }) => id)).toEqual(['production/b']);
});

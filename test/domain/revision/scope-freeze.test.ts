import fc from 'fast-check';
import type { DeviationState } from '../../../domain/deviation/deviation.ts';
import { compilePlan } from '../../../domain/plan/compile-plan.ts';
import { milestonesOf } from '../../../domain/release/milestones.ts';
import { initialState, type ReleaseState, type StageState } from '../../../domain/release/state.ts';
import { liftedFor, whyFrozen } from '../../../domain/revision/scope-freeze.ts';
import { aRequest } from '../../support/builders/deviation.ts';
import { aPolicy, aSpec, planSources } from '../../support/builders/plan-sources.ts';

const at = '2026-11-21T12:00:00.000Z';
const later = '2026-11-21T13:00:00.000Z';

const stage = (id: string, status: StageState['status'], endedAt: string | null = null) => ({
  id,
  kind: 'uat' as const,
  environment: 'staging',
  status,
  attempt: 1,
  startedAt: at,
  endedAt,
  summary: null,
  failure: null,
});

const granted: DeviationState = {
  ...aRequest(at, { scope: { kind: 'revision', to: 'sha256:next' } }),
  id: 'let-it',
  request: 'sha256:request',
  askedBy: 'erin',
  askedAt: at,
  grantedBy: 'management',
  answer: { verdict: 'grant', by: 'mona', at, statement: 'sha256:verdict' },
  used: null,
  spentAt: null,
};
const used = { ...granted, used: { stage: 'staging/uat', at }, spentAt: at };

function state(
  status: StageState['status'],
  askedDeviations: readonly DeviationState[] = [],
): ReleaseState {
  return { ...initialState(), stages: [stage('staging/uat', status)], askedDeviations };
}

test('the scope is frozen from its instant on, and not before', () => {
  const plan = { schedule: { scopeFreeze: later } };
  expect(whyFrozen(plan, state('pending'), at)).toBeNull();
  expect(whyFrozen(plan, state('pending'), later)).toContain(later);
  expect(whyFrozen({}, state('succeeded'), later)).toBeNull();
});

test('the scope is frozen once its stage has succeeded, and stays so when that begins anew', () => {
  const plan = { scopeFrozenAfter: 'staging/uat' };
  expect(whyFrozen(plan, state('running'), at)).toBeNull();
  expect(whyFrozen(plan, state('succeeded'), at)).toContain('staging/uat');
  expect(whyFrozen(plan, state('running', [granted]), at)).toBeNull();
  expect(whyFrozen(plan, state('running', [used]), at)).toContain('let-it');
});

test('a revision goes by what was granted for exactly its plan, once and in time', () => {
  const revision = { to: 'sha256:next', by: 'erin' };
  const lifts = (deviation: DeviationState, change = {}, now = at) =>
    liftedFor(state('running', [deviation]), { ...revision, ...change }, now)?.id;
  expect(lifts(granted)).toBe('let-it');
  expect(lifts(granted, { to: 'sha256:other' })).toBeUndefined();
  expect(lifts(granted, { by: 'mona' })).toBeUndefined();
  expect(lifts(granted, {}, granted.until)).toBeUndefined();
  expect(lifts(used)).toBeUndefined();
  expect(lifts({ ...granted, answer: null })).toBeUndefined();
  const calendar = aRequest(at).scope;
  expect(lifts({ ...granted, scope: calendar })).toBeUndefined();
});

test('time alone never ends a freeze', () => {
  const minutes = fc.integer({ min: 0, max: 1_000_000 });
  fc.assert(
    fc.property(minutes, minutes, fc.boolean(), (begins, passes, byStage) => {
      const instant = (after: number) => new Date(Date.parse(at) + after * 60_000).toISOString();
      const plan = byStage
        ? { scopeFrozenAfter: 'staging/uat' }
        : { schedule: { scopeFreeze: instant(begins) } };
      const known = state(byStage ? 'succeeded' : 'pending');
      if (whyFrozen(plan, known, instant(begins)) === null) throw new Error('It is frozen.');
      expect(whyFrozen(plan, known, instant(begins + passes))).not.toBeNull();
    }),
  );
});

test('milestones say whether their stage has succeeded in time', () => {
  const milestones = [
    { name: 'tested', at: later, stage: 'staging/uat' },
    { name: 'begun', at, stage: 'staging/uat' },
  ];
  const standings = (stages: readonly StageState[], now: string) =>
    milestonesOf({ milestones }, { stages }, now).map(({ name, standing }) => [name, standing]);
  expect(standings([stage('staging/uat', 'running')], at)).toEqual([
    ['begun', 'ahead'],
    ['tested', 'ahead'],
  ]);
  expect(standings([stage('staging/uat', 'failed', at)], '2026-11-22T12:00:00.000Z')).toEqual([
    ['begun', 'late'],
    ['tested', 'late'],
  ]);
  expect(standings([stage('staging/uat', 'succeeded', later)], later)).toEqual([
    ['begun', 'reached-late'],
    ['tested', 'reached'],
  ]);
});

test('a plan carries its freeze, and names stages that there are', () => {
  const { normal } = aPolicy().classes;
  if (normal === undefined) throw new Error('The policy has it.');
  const compiled = (scopeFrozenAfter: string, milestone: string) => {
    const policy = { ...aPolicy(), classes: { normal: { ...normal, scopeFrozenAfter } } };
    const milestones = [{ name: 'first', at, stage: milestone }];
    return compilePlan(planSources({ policy, spec: aSpec({ schedule: { milestones } }) }));
  };
  expect(compiled('gates', 'build')).toMatchObject({ plan: { scopeFrozenAfter: 'gates' } });
  expect(compiled('staging/deploy', 'production/deploy')).toHaveProperty('plan');
  expect(compiled('moon/deploy', 'build')).toMatchObject({
    problems: [{ code: 'unknown-stage', pointer: '/spec/classes/normal/scopeFrozenAfter' }],
  });
  expect(compiled('gates', 'production/party')).toMatchObject({
    problems: [{ code: 'unknown-stage', pointer: '/spec/schedule/milestones/0/stage' }],
  });
});

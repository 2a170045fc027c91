import type { StageKind } from '../../../domain/plan/stage.ts';
import { afterFailure } from '../../../domain/release/after-failure.ts';
import { type ChangeState, initialState } from '../../../domain/release/state.ts';
import { wayBack } from '../../../domain/rollback/way-back.ts';
import { aChange } from '../../support/builders/change.ts';
import { aPlan, aStage, everyStageKind } from '../../support/builders/plan.ts';

const change = (status: ChangeState['status'], key: string = status) => aChange({ key, status });
const withChanges = (...changes: ChangeState[]) => ({ ...initialState(), changes });
const plan = aPlan([]);
const at = (kind: StageKind) => ({ kind, environment: 'production' });
const harm = { code: 'canary/failed' };

describe('after a failure', () => {
  test.each(everyStageKind())(
    'of %s before anything was touched, a person is asked without haste',
    (kind) => {
      expect(afterFailure(plan, initialState(), at(kind), harm)).toEqual({
        next: 'ask',
        decisionTimeMs: null,
      });
    },
  );

  test.each(['canary', 'validate', 'stabilize'] as const)(
    'of %s users may meet harm, so the way back begins by itself',
    (kind) => {
      for (const status of ['registered', 'applied', 'settled'] as const) {
        expect(afterFailure(plan, withChanges(change(status)), at(kind), harm)).toEqual({
          next: 'rollback',
        });
      }
    },
  );

  test('of a deployment half-way, a person has the stated time', () => {
    const after = afterFailure(plan, withChanges(change('registered')), at('deploy'), harm);
    expect(after).toEqual({ next: 'ask', decisionTimeMs: 600_000 });
    const unstated = afterFailure(
      { ...plan, rollback: null },
      withChanges(change('applied')),
      at('uat'),
      harm,
    );
    expect(unstated).toEqual({ next: 'ask', decisionTimeMs: 900_000 });
  });

  test.each([
    ['rollback', 'canary', { next: 'rollback' }],
    ['rollback', 'deploy', { next: 'rollback' }],
    ['ask', 'canary', { next: 'ask', decisionTimeMs: 600_000 }],
  ] as const)(
    'of an alert that is to %s, in a stage %s, the policy decides',
    (onFiring, kind, next) => {
      const alerts = { from: 'monitoring', onFiring };
      const heeding = aPlan([aStage('deploy', { alerts })]);
      const touched = withChanges(change('applied'));
      expect(afterFailure(heeding, touched, at(kind), { code: 'alert/firing' })).toEqual(next);
    },
  );

  test('what an environment has passed is nothing to take back', () => {
    const after = afterFailure(plan, withChanges(change('kept')), at('validate'), harm);
    expect(after).toEqual({ next: 'ask', decisionTimeMs: null });
  });
});

test('the way back undoes what is still answered for, the latest first', () => {
  const changes = (
    ['registered', 'kept', 'applied', 'undone', 'settled', 'undo-skipped', 'undo-failed'] as const
  ).map((status) => change(status));
  expect(wayBack(withChanges(...changes)).map(({ status }) => status)).toEqual([
    'undo-failed',
    'settled',
    'applied',
    'registered',
  ]);
});

import { afterFailure } from '../../../domain/release/after-failure.ts';
import { type ChangeState, initialState } from '../../../domain/release/state.ts';
import { wayBack } from '../../../domain/rollback/way-back.ts';
import { aPlan, everyStageKind } from '../../support/builders/plan.ts';

const change = (status: ChangeState['status'], key = status): ChangeState => ({
  key,
  environment: 'production',
  component: 'web',
  what: 'deployment',
  from: null,
  restored: null,
  to: { digest: 'sha256:web', version: '2.0.0' },
  status,
  failure: null,
});
const withChanges = (...changes: ChangeState[]) => ({ ...initialState(), changes });
const plan = aPlan([]);

describe('after a failure', () => {
  test.each(everyStageKind())(
    'of %s before anything was touched, a person is asked without haste',
    (kind) => {
      expect(afterFailure(plan, initialState(), { kind })).toEqual({
        next: 'ask',
        decisionTimeMs: null,
      });
    },
  );

  test.each(['canary', 'validate', 'stabilize'] as const)(
    'of %s users may meet harm, so the way back begins by itself',
    (kind) => {
      for (const status of ['registered', 'applied', 'settled'] as const) {
        expect(afterFailure(plan, withChanges(change(status)), { kind })).toEqual({
          next: 'rollback',
        });
      }
    },
  );

  test('of a deployment half-way, a person has the stated time', () => {
    const after = afterFailure(plan, withChanges(change('registered')), { kind: 'deploy' });
    expect(after).toEqual({ next: 'ask', decisionTimeMs: 600_000 });
    const unstated = afterFailure({ ...plan, rollback: null }, withChanges(change('applied')), {
      kind: 'uat',
    });
    expect(unstated).toEqual({ next: 'ask', decisionTimeMs: 900_000 });
  });

  test('what an environment has passed is nothing to take back', () => {
    const after = afterFailure(plan, withChanges(change('kept')), { kind: 'validate' });
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

import type { AlertState } from '../../../domain/alert/alert.ts';
import { judgeAlerts } from '../../../domain/alert/judge-alerts.ts';
import { initialState } from '../../../domain/release/state.ts';
import { outlineOf } from '../../../domain/revision/outline-of.ts';
import { aChange } from '../../support/builders/change.ts';
import { aPlan, aStage } from '../../support/builders/plan.ts';

const firedAt = '2026-03-01T10:00:00.000Z';
const dueAt = '2026-03-01T10:01:00.000Z';
const alert: AlertState = {
  fingerprint: 'f1',
  name: 'HighErrorRate',
  environment: 'production',
  startsAt: firedAt,
  firedAt,
  resolvedAt: null,
  verdict: 'pending',
};
const change = aChange();

function judge(known: Partial<AlertState>, at: string, state: object = {}) {
  const alerts = { from: 'monitoring', onFiring: 'rollback', steady: { forMs: 60_000 } } as const;
  const plan = outlineOf(aPlan([aStage('deploy', { alerts })]));
  const release = { ...initialState(), changes: [change], alerts: [{ ...alert, ...known }] };
  return judgeAlerts(plan, { ...release, ...state }, Date.parse(at));
}

test('an alert that has to fire for a minute is due then, and not before', () => {
  expect(judge({}, '2026-03-01T10:00:59.999Z')).toEqual({ judged: null, dueAt });
  expect(judge({}, dueAt).judged).toMatchObject({ outcome: 'breach' });
});

test('one that has ended, or is about what was left, has passed', () => {
  expect(judge({ resolvedAt: '2026-03-01T10:00:30.000Z' }, dueAt).judged).toMatchObject({
    outcome: 'passed',
  });
  for (const left of [{ changes: [] }, { phase: 'rolling-back' }]) {
    expect(judge({}, dueAt, left).judged).toMatchObject({ outcome: 'passed' });
  }
});

test('what was judged is not judged again', () => {
  expect(judge({ verdict: 'breach' }, dueAt)).toEqual({ judged: null, dueAt: null });
});

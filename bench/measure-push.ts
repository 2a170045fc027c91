import { aPlan, aStage } from '../test/support/builders/plan.ts';
import { releaseWorkflowId } from '../workflows/contract.ts';
import type { Control } from './control/control.ts';
import { countQuery, decisionSignal, waitingQuery } from './control/control.workflow.ts';
import { HttpPerson } from './http-person.ts';
import { components } from './plan.ts';
import { compare, type Measured } from './statistics.ts';
import type { Subject } from './subject.ts';
import { until } from './until.ts';

/**
 * From sending an alert, as Alertmanager does, until the ledger says that the release goes back.
 * Control: a bare signal until a query shows it. One after the other, in turn.
 */
export async function measurePush(
  subject: Subject,
  control: Control,
  runs: number,
): Promise<readonly Measured[]> {
  const parked = await control.start('control-push', components);
  await until(async () => (await parked.query(waitingQuery)) === 'production/cab' || undefined);
  const sender = await HttpPerson.of(subject, 'opal');
  const ours: number[] = [];
  const theirs: number[] = [];
  // The first one warms up.
  for (let index = -1; index < runs; index += 1) {
    const pushMs = await pushedBackMs(subject, sender, `bench-push-${index + 1}`);
    const before = await parked.query(countQuery);
    const sentAt = performance.now();
    await parked.signal(decisionSignal, { requirement: `noise-${index}`, verdict: 'approve' });
    await until(async () => (await parked.query(countQuery)) > before || undefined);
    if (index < 0) continue;
    ours.push(pushMs);
    theirs.push(performance.now() - sentAt);
  }
  await parked.terminate('The benchmark is over.');
  return [compare('push-to-rollback', 'ms', ours, theirs, { cache: 'warm' })];
}

async function pushedBackMs(subject: Subject, sender: HttpPerson, name: string): Promise<number> {
  await subject.start(heedingPlan(name));
  await until(async () => {
    const state = await subject.records.state(name);
    return state?.requirements.find(({ outcome }) => outcome === 'pending');
  });
  const alert = {
    status: 'firing',
    labels: { alertname: 'Bench', environment: 'production' },
    startsAt: new Date().toISOString(),
    fingerprint: name,
  };
  const sentAt = performance.now();
  const answered = sender.post('/v1/alerts', { version: '4', groupKey: name, alerts: [alert] });
  await until(async () => {
    const state = await subject.records.state(name);
    return state?.rollback ?? undefined;
  });
  const reactionMs = performance.now() - sentAt;
  await answered;
  await subject.client.workflow.getHandle(releaseWorkflowId(name)).result();
  return reactionMs;
}

/** It waits for testers, with nothing under way, when the alert comes. */
function heedingPlan(name: string) {
  const alerts = { from: 'operations', onFiring: 'rollback' } as const;
  const stages = [aStage('build'), aStage('package'), aStage('promote')];
  return aPlan([...stages, aStage('deploy', { alerts }), aStage('uat')], { name });
}

import { releaseWorkflowId } from '../workflows/contract.ts';
import type { Control } from './control/control.ts';
import { countQuery, decisionSignal, waitingQuery } from './control/control.workflow.ts';
import { HttpPerson } from './http-person.ts';
import { benchPlan, components } from './plan.ts';
import { compare, type Measured } from './statistics.ts';
import type { Subject } from './subject.ts';
import { until } from './until.ts';

const warmUps = 5;

/**
 * From sending a decision to seeing it. Subject: POST to the API, whose answer holds what the
 * workflow decided. Control: a bare signal, then queries until one shows it.
 */
export async function measureSignals(
  subject: Subject,
  control: Control,
  runs: number,
): Promise<readonly Measured[]> {
  const name = 'bench-signals';
  // One more than will ever decide, so that the release goes on waiting.
  await subject.start(benchPlan(name, runs + warmUps + 1));
  const release = subject.client.workflow.getHandle(releaseWorkflowId(name));
  const parked = await control.start('control-signals', components);
  const requirement = await until(async () => {
    const state = await subject.records.state(name);
    return state?.requirements.find(({ outcome }) => outcome === 'pending');
  });
  await until(async () => (await parked.query(waitingQuery)) === 'production/cab' || undefined);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let index = -warmUps; index < runs; index += 1) {
    const person = await HttpPerson.of(subject, `approver-${index + warmUps}`);
    const one = await timed(async () => {
      const { outcome } = await person.post<{ outcome: string }>(`/v1/releases/${name}/decisions`, {
        requirement: requirement.id,
        verdict: 'approve',
        subjectDigest: requirement.subjectDigest,
      });
      if (outcome !== 'accepted') throw new Error(`A decision was ${outcome}.`);
    });
    const before = await parked.query(countQuery);
    const other = await timed(async () => {
      await parked.signal(decisionSignal, { requirement: `noise-${index}`, verdict: 'approve' });
      await until(async () => (await parked.query(countQuery)) > before || undefined);
    });
    if (index >= 0) {
      ours.push(one);
      theirs.push(other);
    }
  }
  await release.terminate('The benchmark is over.');
  await parked.terminate('The benchmark is over.');
  return [compare('signal-visible', 'ms', ours, theirs, { pollRps: 2_000, cache: 'warm' })];
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

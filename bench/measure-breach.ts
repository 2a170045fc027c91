import { aPlan, aStage } from '../test/support/builders/plan.ts';
import { growingCounters } from '../test/support/fakes/growing-counters.ts';
import { compare, type Measured } from './statistics.ts';
import type { Subject } from './subject.ts';
import { until } from './until.ts';

const observeEveryMs = 1_000;

/**
 * From the moment that users meet failures in the stabilization period until what served before is
 * being brought back: what a person would call the reaction time. Control: the interval at which
 * the policy has the counters read.
 */
export async function measureBreach(subject: Subject, runs: number): Promise<readonly Measured[]> {
  const reactionsMs: number[] = [];
  for (let index = 0; index < runs; index += 1) {
    reactionsMs.push(await reactionMs(subject, `bench-breach-${index}`, index / runs));
  }
  const intervals = reactionsMs.map(() => observeEveryMs);
  return [compare('breach-to-rollback', 'ms', reactionsMs, intervals, { observeEveryMs })];
}

/** `phase` spreads the breaches over the interval between two looks. */
async function reactionMs(subject: Subject, name: string, phase: number): Promise<number> {
  const { tools, records } = subject;
  tools.effects.splice(0);
  let failures = 0;
  tools.counters = growingCounters(() => ({ 'sha256:web-2.0.0': { requests: 100, failures } }));
  await subject.start(stabilizingPlan(name));
  await until(async () => {
    const state = await records.state(name);
    return state?.stages.find(({ kind, status }) => kind === 'stabilize' && status === 'running');
  });
  await until(async () => tools.effects.includes('apply web 2.0.0') || undefined);
  await new Promise((resolve) => setTimeout(resolve, observeEveryMs * (1 + phase)));
  failures = 100;
  const breachAt = performance.now();
  await until(async () => tools.effects.find((effect) => effect.startsWith('undo ')));
  return performance.now() - breachAt;
}

function stabilizingPlan(name: string) {
  const stabilize = aStage('stabilize', {
    stabilize: {
      durationMs: 3_600_000,
      observeEveryMs,
      maximumFailureRate: 0.01,
      minimumRequests: 0,
    },
  });
  const stages = [aStage('build'), aStage('package'), aStage('promote'), aStage('deploy')];
  return aPlan([...stages, stabilize, aStage('review')], { name });
}

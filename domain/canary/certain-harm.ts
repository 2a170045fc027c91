import type { TrafficCounters } from '../deployment/deployment.ts';
import type { Trials } from '../judge/conditional-likelihood.ts';
import {
  alwaysValidP,
  beginHarmWatch,
  type HarmWatch,
  lookForHarm,
} from '../judge/watch-for-harm.ts';
import type { CanaryThresholds } from '../plan/policy.ts';
import { judgeStep } from './judge-step.ts';
import type { SequentialFigures } from './report.ts';

type Sides = {
  readonly component: string;
  readonly baseline: TrafficCounters | null;
  readonly canary: TrafficCounters | null;
};

/** What all looks at a component so far have said of its failures. Plain data. */
export type WatchedComponent = { readonly component: string; readonly watch: HarmWatch };

/**
 * The watches after one more look. `since` is what both sides did since the look before: side by
 * side, never compared with an observation that was over before.
 */
export function watchComponents(
  watched: readonly WatchedComponent[],
  since: readonly Sides[],
  thresholds: CanaryThresholds,
): readonly WatchedComponent[] {
  const bound = { alpha: thresholds.alpha / 2, toleratedOddsRatio: 1 };
  return since.map(({ component, baseline, canary }) => {
    const watch = watchOf(watched, component) ?? beginHarmWatch(bound);
    const look = { canary: trialsOf(canary), baseline: trialsOf(baseline) };
    return { component, watch: lookForHarm(watch, look) };
  });
}

/**
 * Whether harm is certain enough to stop before the observation is over: the step as a whole is
 * harmful by its thresholds, and that is no artefact of having looked often. For each component
 * half of the significance level goes to the sequential test of the failures, which holds for any
 * number of looks; each of the `looks` gets its share of the other half (Bonferroni correction),
 * for latencies and for a baseline that was observed before.
 */
export function isCertainHarm(
  components: readonly Sides[],
  thresholds: CanaryThresholds,
  looks: number,
  watched: readonly WatchedComponent[],
): boolean {
  const strict = { ...thresholds, alpha: thresholds.alpha / 2 / Math.max(1, looks) };
  return components.some((sides) => {
    const isFound = (watchOf(watched, sides.component)?.foundAtLook ?? null) !== null;
    const judged = judgeStep({ ...sides, thresholds: isFound ? thresholds : strict });
    return judged.verdict === 'fail';
  });
}

/** The numbers of a component's watch, for the record; undefined before the first look at it. */
export function sequentialFigures(
  watched: readonly WatchedComponent[],
  component: string,
): SequentialFigures | undefined {
  const watch = watchOf(watched, component);
  if (watch === undefined) return undefined;
  const { bound, looks, unreadableLooks, foundAtLook } = watch;
  return { p: alwaysValidP(watch), alpha: bound.alpha, looks, unreadableLooks, foundAtLook };
}

/** The watch of that component; undefined before the first look at it. */
export function watchOf(
  watched: readonly WatchedComponent[],
  component: string,
): HarmWatch | undefined {
  return watched.find((each) => each.component === component)?.watch;
}

/** A side without counters had no requests; counters that cannot be read stay unreadable. */
function trialsOf(counters: TrafficCounters | null): Trials {
  return { requests: counters?.requests ?? 0, failures: counters?.failures ?? 0 };
}

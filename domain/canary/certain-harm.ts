import type { TrafficCounters } from '../deployment/deployment.ts';
import type { CanaryThresholds } from '../plan/policy.ts';
import { judgeStep } from './judge-step.ts';

type Sides = {
  readonly baseline: TrafficCounters | null;
  readonly canary: TrafficCounters | null;
};

/**
 * Whether harm is certain enough to stop before the observation is over. Whoever looks `looks`
 * times has as many chances of a false alarm, so each look gets its share of the significance level
 * (Bonferroni correction).
 */
export function isCertainHarm(
  components: readonly Sides[],
  thresholds: CanaryThresholds,
  looks: number,
): boolean {
  const strict = { ...thresholds, alpha: thresholds.alpha / Math.max(1, looks) };
  return components.some((sides) => judgeStep({ ...sides, thresholds: strict }).verdict === 'fail');
}

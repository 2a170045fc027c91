import type { Verdict } from '../release/terms.ts';
import type { MetricJudgement } from './metric.ts';
import { type Outcome, verdictOf, worstOf } from './outcome.ts';

export type WeighedMetric = MetricJudgement & {
  readonly metric: string;
  /** A whole number; 0 is watched and does not count. */
  readonly weight: number;
  /** Its failure is the failure of the canary, whatever the others say and whatever its weight. */
  readonly isCritical: boolean;
};

export type Scores = {
  /** From this share of the weights on the canary passes. */
  readonly passPercent: number;
  /** Below this share it fails; from it on, up to passPercent, a person decides. */
  readonly marginalPercent: number;
};

export type CanaryVerdict = {
  readonly verdict: Verdict;
  readonly outcome: Outcome;
  readonly reason: string;
  /** The share of the weights that passed, and what it would be if all unknown ones passed too. */
  readonly scorePercent: number | null;
  readonly bestScorePercent: number | null;
  readonly scores: Scores;
  readonly metrics: readonly WeighedMetric[];
};

/**
 * What the metrics of a canary come to. It fails when a critical one failed, or when it cannot
 * reach the marginal score even if every unknown metric passed. It passes only when every metric
 * that counts is known and the score is reached: one without data is neither left out of the score
 * nor counted as good, and a person looks at it even where its failure alone would be borne. All
 * else is inconclusive. A score that equals a threshold has reached it.
 */
export function weighMetrics(metrics: readonly WeighedMetric[], scores: Scores): CanaryVerdict {
  const total = weightOf(metrics);
  const passed = weightOf(metrics.filter(({ outcome }) => outcome === 'pass'));
  const failed = weightOf(metrics.filter(({ outcome }) => outcome === 'fail'));
  const { outcome, reason } = decide(metrics, scores, { total, passed, failed });
  return {
    verdict: verdictOf(outcome),
    outcome,
    reason,
    scorePercent: total > 0 ? (100 * passed) / total : null,
    bestScorePercent: total > 0 ? (100 * (total - failed)) / total : null,
    scores,
    metrics,
  };
}

type Weights = { readonly total: number; readonly passed: number; readonly failed: number };
type Decision = Pick<CanaryVerdict, 'outcome' | 'reason'>;

function decide(
  metrics: readonly WeighedMetric[],
  { passPercent, marginalPercent }: Scores,
  { total, passed, failed }: Weights,
): Decision {
  const broken = metrics.filter((metric) => metric.isCritical && metric.outcome === 'fail');
  if (broken.length > 0) {
    return { outcome: 'fail', reason: `Critical and failed: ${named(broken)}.` };
  }
  const wrong = problemOf(metrics, { passPercent, marginalPercent });
  if (wrong !== null) return { outcome: 'error', reason: wrong };
  const counted = metrics.filter(({ weight, isCritical }) => weight > 0 || isCritical);
  if (counted.length === 0) {
    return { outcome: 'inconclusive', reason: 'There is no metric that counts.' };
  }
  const failures = counted.filter(({ outcome }) => outcome === 'fail');
  if (total > 0 && 100 * (total - failed) < marginalPercent * total) {
    const reason = `${named(failures)} failed; ${marginalPercent} % cannot be reached any more.`;
    return { outcome: 'fail', reason };
  }
  const unknown = counted.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'fail');
  if (unknown.length > 0) {
    const outcome = worstOf(unknown.map((metric) => metric.outcome));
    return { outcome, reason: `Not known: ${named(unknown)}.` };
  }
  if (100 * passed >= passPercent * total) {
    return { outcome: 'pass', reason: `${passed} of ${total} by weight passed.` };
  }
  const reason = `${named(failures)} failed; ${passed} of ${total} by weight passed`;
  return { outcome: 'inconclusive', reason: `${reason}, ${passPercent} % is needed.` };
}

function problemOf(
  metrics: readonly WeighedMetric[],
  { passPercent, marginalPercent }: Scores,
): string | null {
  const isOrdered = 0 <= marginalPercent && marginalPercent <= passPercent;
  if (!(isOrdered && passPercent > 0 && passPercent <= 100)) {
    return (
      `The scores are ${marginalPercent} % and ${passPercent} %; write marginalPercent from 0 ` +
      'on, and passPercent from it to 100, above 0.'
    );
  }
  const odd = metrics.find(({ weight }) => !(Number.isSafeInteger(weight) && weight >= 0));
  if (odd !== undefined) {
    return `The weight of ${odd.metric} is ${odd.weight}; write a whole number, 0 or more.`;
  }
  const names = metrics.map(({ metric }) => metric);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  return twice === undefined ? null : `${twice} is there twice; name each metric once.`;
}

function weightOf(metrics: readonly WeighedMetric[]): number {
  return metrics.reduce((sum, { weight }) => sum + weight, 0);
}

function named(metrics: readonly WeighedMetric[]): string {
  return metrics.map(({ metric }) => metric).join(', ');
}

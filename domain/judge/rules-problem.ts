import type { MetricRules, ObservedTime } from './metric.ts';

/** What is wrong with the rules of a metric, as a sentence that says what to write; else null. */
export function rulesProblem(rules: MetricRules, { fromMs, untilMs }: ObservedTime): string | null {
  const { alpha, minimumPoints, toleratedShift, toleratedShare, minimumDelta, maximumGapMs } =
    rules;
  if (!(alpha > 0 && alpha < 0.5)) return `alpha is ${alpha}; write one above 0 and below 0.5.`;
  if (!(Number.isSafeInteger(minimumPoints) && minimumPoints > 0)) {
    return `minimumPoints is ${minimumPoints}; write a whole number above 0.`;
  }
  if (!(minimumDelta >= 0 && minimumDelta <= 1)) {
    return `minimumDelta is ${minimumDelta}; write one from 0 to 1.`;
  }
  const tolerances = { toleratedShift, toleratedShare };
  for (const [name, tolerance] of Object.entries(tolerances)) {
    if (!(tolerance >= 0 && tolerance < Number.POSITIVE_INFINITY)) {
      return `${name} is ${tolerance}; write 0 or more.`;
    }
  }
  if (!(maximumGapMs > 0)) return `maximumGapMs is ${maximumGapMs}; write one above 0.`;
  return untilMs > fromMs ? null : 'The time that is judged ends before it begins.';
}

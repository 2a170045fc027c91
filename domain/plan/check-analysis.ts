import { queryProblem } from '../analysis/fill-query.ts';
import { type AnalysedMetric, type AnalysisPolicy, longestAnalysisMs } from '../analysis/policy.ts';
import { mostPoints } from '../judge/inspect-series.ts';
import { smallestRankP } from '../judge/mann-whitney.ts';
import { checkUnique } from './check-reference.ts';
import type { PlanProblem, PlanProblems } from './problem.ts';

/** What is wrong with the analysis of a canary, or can never come to anything. */
export function* checkAnalysis(at: string, analysis: AnalysisPolicy): PlanProblems {
  const { metrics, scores } = analysis;
  const names = metrics.map(({ name }) => name);
  yield* checkUnique('policy', (position) => `${at}/metrics/${position}/name`, names);
  if (scores.marginalPercent > scores.passPercent || scores.passPercent === 0) {
    yield problem(
      'scores-contradict',
      `${at}/passPercent`,
      'What passes is less than what is marginal, or nothing at all.',
      'Let `passPercent` be above 0, and at least `marginalPercent`.',
    );
  }
  if (metrics.every(({ weight, isCritical }) => weight === 0 && !isCritical)) {
    yield problem(
      'nothing-counts',
      `${at}/metrics`,
      'No metric counts, so that the analysis can never pass.',
      'Give one a `weight` above 0, or let it be `critical`.',
    );
  }
  for (const [position, metric] of metrics.entries()) {
    yield* checkMetric(`${at}/metrics/${position}`, metric, analysis);
  }
}

function* checkMetric(
  at: string,
  { source, stepMs, rules }: AnalysedMetric,
  { schedule }: AnalysisPolicy,
): PlanProblems {
  const wrong = source.source === 'prometheus' ? queryProblem(source.query) : null;
  if (wrong !== null) {
    const remedy = 'See docs/how-to/judge-a-canary-with-prometheus.md for queries that work.';
    yield problem('bad-query', `${at}/prometheus`, wrong, remedy);
  }
  if (rules.maximumGapMs < stepMs) {
    const message = 'The longest hole that is borne is shorter than the step between two points.';
    const remedy = 'Let `maximumGap` be at least as long as `step`.';
    yield problem('gap-too-short', `${at}/maximumGap`, message, remedy);
  }
  const points = Math.floor((schedule.intervalMs * schedule.count) / stepMs);
  const most = Math.floor(longestAnalysisMs(schedule) / stepMs);
  if (most > mostPoints) {
    const message = `The analysis may have ${most} points of it; ${mostPoints} can be judged.`;
    yield problem('too-many-points', `${at}/step`, message, 'Take a longer `step`.');
    return;
  }
  const least = points < 1 ? 1 : smallestRankP(points, points, 'greater');
  if (points >= rules.minimumPoints && least < rules.alpha / schedule.count) return;
  const message =
    `The last look sees ${points} points on either side, which is less than minimumPoints, or ` +
    'proves nothing at its share of alpha.';
  const remedy = 'Take a shorter `step`, a longer `interval` or a larger `count`.';
  yield problem('never-conclusive', `${at}/step`, message, remedy);
}

function problem(code: string, pointer: string, message: string, remedy: string): PlanProblem {
  return { code, pointer, document: 'policy', message, remedy };
}

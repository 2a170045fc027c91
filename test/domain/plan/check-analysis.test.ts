import type { AnalysedMetric, AnalysisPolicy } from '../../../domain/analysis/policy.ts';
import { checkAnalysis } from '../../../domain/plan/check-analysis.ts';
import { anAnalysis } from '../../support/builders/analysis.ts';

const problemsOf = (analysis: AnalysisPolicy) =>
  [...checkAnalysis('/analysis', analysis)].map(({ code, pointer }) => `${code} ${pointer}`);
const prometheus = (query: string): Partial<AnalysedMetric> => ({
  source: { source: 'prometheus', query },
});
const [metric] = anAnalysis().metrics;
const rules = metric?.rules;
if (metric === undefined || rules === undefined) throw new Error('It has one.');

test('an analysis that can come to something is accepted', () => {
  expect(problemsOf(anAnalysis())).toEqual([]);
});

test.each<[problem: string, analysis: AnalysisPolicy]>([
  ['bad-query /analysis/metrics/0/prometheus', anAnalysis({}, prometheus('sum(up)'))],
  [
    'gap-too-short /analysis/metrics/0/maximumGap',
    anAnalysis({}, { rules: { ...rules, maximumGapMs: 0.5 } }),
  ],
  ['too-many-points /analysis/metrics/0/step', anAnalysis({ count: 100 })],
  ['never-conclusive /analysis/metrics/0/step', anAnalysis({}, { stepMs: 6 })],
  [
    'never-conclusive /analysis/metrics/0/step',
    anAnalysis({ count: 10 }, { stepMs: 50, rules: { ...rules, minimumPoints: 1, alpha: 1e-6 } }),
  ],
  ['nothing-counts /analysis/metrics', anAnalysis({}, { weight: 0 })],
  [
    'scores-contradict /analysis/passPercent',
    { ...anAnalysis(), scores: { passPercent: 40, marginalPercent: 50 } },
  ],
  ['duplicate-name /analysis/metrics/1/name', { ...anAnalysis(), metrics: [metric, metric] }],
])('%s is refused', (problem, analysis) => {
  expect(problemsOf(analysis)).toContain(problem);
});

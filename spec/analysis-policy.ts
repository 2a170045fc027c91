import { z } from 'zod';
import type { AnalysedMetric, AnalysisPolicy } from '../domain/analysis/policy.ts';
import { gatewayMeasures } from '../domain/analysis/policy.ts';
import { duration, positiveDuration } from './field/duration.ts';
import { name } from './field/name.ts';

const amount = z.number().min(0).max(1e15);
const limit = z.int().min(0).max(100);
const percent = z.number().min(0).max(100);

const metric = z
  .strictObject({
    name: name.describe('What people call it, such as `error-rate`.'),
    gateway: z
      .enum(gatewayMeasures)
      .exactOptional()
      .describe('What the gateway counts of the version by itself.'),
    prometheus: z
      .string()
      .min(1)
      .max(4_000)
      .exactOptional()
      .describe(
        'PromQL that gives one series, with `{{digest}}` or `{{version}}`, and as needed ' +
          '`{{environment}}`, `{{component}}` in quotes, and `{{window}}` in brackets.',
      ),
    step: positiveDuration
      .prefault('15s')
      .describe('Time between two points, and what `{{window}}` stands for. By default `15s`.'),
    harm: z
      .enum(['increase', 'decrease', 'change'])
      .default('increase')
      .describe('The way in which it changes when users are harmed. By default `increase`.'),
    alpha: z
      .number()
      .gt(0)
      .lt(0.5)
      .default(0.01)
      .describe('Probability that chance passes for harm, over all looks. By default 0.01.'),
    minimumPoints: z
      .int()
      .min(1)
      .max(1_000)
      .default(8)
      .describe('Fewer points on a side are inconclusive. By default 8.'),
    toleratedShift: amount
      .default(0)
      .describe('What is no harm, in the unit of the metric. By default 0.'),
    toleratedShare: amount
      .default(0.1)
      .describe('What is no harm, as a share of the baseline. By default 0.1.'),
    minimumDelta: z
      .number()
      .min(0)
      .max(1)
      .default(0.33)
      .describe('Smaller differences by Cliff’s delta do not matter. By default 0.33.'),
    maximumGap: positiveDuration
      .exactOptional()
      .describe('A longer hole in the data is inconclusive. By default twice the step.'),
    weight: z.int().min(0).max(1_000).default(1).describe('0 is watched only. By default 1.'),
    critical: z
      .boolean()
      .default(false)
      .describe('Its failure is that of the canary. By default false.'),
  })
  .refine(({ gateway, prometheus }) => (gateway === undefined) !== (prometheus === undefined), {
    error: 'Say where it comes from: either `gateway` or `prometheus`.',
  })
  .transform((written): AnalysedMetric => {
    const { step, maximumGap = 2 * step, weight, critical, gateway, prometheus = '' } = written;
    const { harm, alpha, minimumPoints, toleratedShift, toleratedShare, minimumDelta } = written;
    const rules = { harm, alpha, minimumPoints, toleratedShift, toleratedShare, minimumDelta };
    return {
      name: written.name,
      source:
        gateway === undefined
          ? { source: 'prometheus', query: prometheus }
          : { source: 'gateway', measure: gateway },
      stepMs: step,
      rules: { ...rules, maximumGapMs: maximumGap },
      weight,
      isCritical: critical,
    };
  });

/** How metrics of a canary are compared with those of what serves beside it. */
export const analysis = z
  .strictObject({
    initialDelay: duration
      .prefault('0s')
      .describe('Warm-up: what is measured in it is not judged. By default `0s`.'),
    interval: positiveDuration.describe('From one look to the next.'),
    count: z.int().min(1).max(200).describe('Looks that must come to something.'),
    failureLimit: limit.default(0).describe('More failed looks than this fail. By default 0.'),
    inconclusiveLimit: z
      .int()
      .min(0)
      .max(200)
      .exactOptional()
      .describe('More inconclusive looks than this ask a person. By default the last one decides.'),
    consecutiveErrorLimit: z
      .int()
      .min(0)
      .max(10)
      .default(4)
      .describe('More looks in a row that could not read their data ask a person. By default 4.'),
    passPercent: percent
      .default(75)
      .describe('Share of the weights that has to pass. By default 75.'),
    marginalPercent: percent.default(50).describe('Below this share it fails. By default 50.'),
    metrics: z.array(metric).min(1, 'An analysis has at least one metric.').max(20),
  })
  .transform((written): AnalysisPolicy => {
    const { initialDelay, interval, count, failureLimit, consecutiveErrorLimit } = written;
    return {
      metrics: written.metrics,
      schedule: {
        initialDelayMs: initialDelay,
        intervalMs: interval,
        count,
        failureLimit,
        inconclusiveLimit: written.inconclusiveLimit ?? count,
        consecutiveErrorLimit,
      },
      scores: { passPercent: written.passPercent, marginalPercent: written.marginalPercent },
    };
  });

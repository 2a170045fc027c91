import { z } from 'zod';
import { steadiness } from './alerts.ts';
import { analysis } from './analysis-policy.ts';
import { duration, positiveDuration } from './field/duration.ts';

const share = z.number().min(0).max(1);
const requests = z.int().min(1).max(1_000_000_000);

const step = z
  .strictObject({
    weightPercent: z.int().min(1).max(100).describe('Share of the users, in percent.'),
    observe: positiveDuration.describe('Least time of observation at this share.'),
    patience: positiveDuration.describe(
      'Longest time to wait for enough requests before a person is asked.',
    ),
  })
  .transform(({ observe, patience, ...rest }) => ({
    ...rest,
    observeMs: observe,
    patienceMs: patience,
  }));

const thresholds = z
  .strictObject({
    minimumRequests: requests
      .default(100)
      .describe('Fewer requests than this on either side are inconclusive. By default 100.'),
    maximumFailureRateIncrease: share
      .default(0.01)
      .describe('Greatest tolerated rise of the failure rate, from 0 to 1. By default 0.01.'),
    maximumLatencyRatio: z
      .number()
      .min(1)
      .max(1000)
      .default(1.5)
      .describe('Greatest tolerated ratio of the p95 latencies. By default 1.5.'),
    toleratedLatencyIncrease: duration
      .prefault('0s')
      .describe(
        'A p95 that rises by less than this is no harm, whatever the ratio. By default `0s`.',
      ),
    alpha: z
      .number()
      .gt(0)
      .max(0.5)
      .default(0.05)
      .describe('Significance level of the two-proportion test. By default 0.05.'),
  })
  .transform(({ toleratedLatencyIncrease, ...rest }) => ({
    ...rest,
    toleratedLatencyIncreaseMs: toleratedLatencyIncrease,
  }));

/** How users are moved to new versions, step by step. */
export const canary = z.strictObject({
  steps: z.array(step).min(1, 'A canary has at least one step.').max(50),
  thresholds: thresholds.prefault({}).describe('When a step is good. By default as documented.'),
  onSilence: z
    .enum(['rollback', 'hold'])
    .default('rollback')
    .describe(
      'What happens when nobody decides about an inconclusive step. By default `rollback`.',
    ),
  analysis: analysis
    .exactOptional()
    .describe('Metrics that are compared at every step below 100 %. By default none.'),
});

/** How long a release is watched after its deployment. */
export const stabilize = z
  .strictObject({
    duration: positiveDuration.prefault('24h').describe('By default `24h`.'),
    observeEvery: positiveDuration.prefault('1m').describe('By default `1m`.'),
    maximumFailureRate: share
      .default(0.01)
      .describe('Greatest tolerated share of failed requests, from 0 to 1. By default 0.01.'),
    maximumP95Latency: positiveDuration
      .exactOptional()
      .describe('What 95 % of the answers may take, such as `250ms`. By default as long as it is.'),
    minimumRequests: requests
      .default(100)
      .describe('Fewer requests than this are inconclusive. By default 100.'),
    recent: positiveDuration
      .exactOptional()
      .describe('The last stretch, which is judged by itself as well. By default `5m`.'),
    steady: steadiness
      .exactOptional()
      .describe('How steadily a threshold has to be broken. By default once is enough.'),
  })
  .transform(({ duration: durationMs, observeEvery, maximumP95Latency, recent, ...rest }) => ({
    ...rest,
    durationMs,
    observeEveryMs: observeEvery,
    ...(maximumP95Latency === undefined ? {} : { maximumP95LatencyMs: maximumP95Latency }),
    ...(recent === undefined ? {} : { recentMs: recent }),
  }));

import type { MetricTarget } from '../domain/analysis/fill-query.ts';
import { judgeLook, type Look, type MeasuredComponent } from '../domain/analysis/judge-look.ts';
import type { PastAnalysis } from '../domain/analysis/past.ts';
import type { AnalysedMetric } from '../domain/analysis/policy.ts';
import type { Series } from '../domain/judge/metric.ts';
import type { Ports } from './ports/index.ts';

/** A look at all that was measured in `observed`. */
export type LookOrder = PastAnalysis & { readonly signal: AbortSignal };

/** Reads every metric of both sides over that time, and judges them. */
export async function takeLook(
  { metrics }: Pick<Ports, 'metrics'>,
  order: LookOrder,
): Promise<Look> {
  const { analysis, compared, observed } = order;
  const measured: MeasuredComponent[] = [];
  for (const { component, baseline, canary } of compared) {
    const sides: MeasuredComponent['metrics'][number][] = [];
    // One after the other: an analysis that looks every minute is no reason to load a Prometheus.
    for (const metric of analysis.metrics) {
      sides.push({
        metric: metric.name,
        baseline: await readBaseline(metrics, metric, baseline, order),
        canary: await read(metrics, metric, canary, order),
      });
    }
    measured.push({ component, metrics: sides });
  }
  return judgeLook(analysis, observed, measured);
}

/** Of an earlier time it is put beside the canary: its points move as that time does. */
async function readBaseline(
  metrics: Ports['metrics'],
  metric: AnalysedMetric,
  target: MetricTarget | null,
  order: LookOrder,
): Promise<Series> {
  if (target === null) return { state: 'missing' };
  const { observed, baselineBeforeMs } = order;
  const earlier = {
    fromMs: observed.fromMs - baselineBeforeMs,
    untilMs: observed.untilMs - baselineBeforeMs,
  };
  const series = await read(metrics, metric, target, { ...order, observed: earlier });
  if (series.state !== 'read') return series;
  const points = series.points.map(({ atMs, value }) => ({ atMs: atMs + baselineBeforeMs, value }));
  return { ...series, points };
}

function read(
  metrics: Ports['metrics'],
  { source, stepMs }: AnalysedMetric,
  target: MetricTarget,
  { observed, signal }: Pick<LookOrder, 'observed' | 'signal'>,
): Promise<Series> {
  return metrics.range({ query: source, target, observed, stepMs, signal });
}

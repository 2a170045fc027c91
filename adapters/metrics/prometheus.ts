import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { RangeQuery } from '../../activities/ports/metrics.ts';
import { fillQuery } from '../../domain/analysis/fill-query.ts';
import { pointTimes } from '../../domain/analysis/point-times.ts';
import type { Series } from '../../domain/judge/metric.ts';
import { messageOf } from '../system-error.ts';
import { readBounded } from './read-bounded.ts';

export type PrometheusOptions = {
  /** Where the API is, such as `https://prometheus.example/`; without `/api/v1`. */
  readonly url: string;
  /** File with a bearer token; read for every question, so that a renewed one counts at once. */
  readonly tokenFile?: string;
  readonly timeoutMs?: number;
};

/** A thousand points of one series have some 40 KB; more is not what was asked for. */
const mostBytes = 1024 * 1024;

const answerShape = z.object({
  status: z.literal('success'),
  warnings: z.array(z.string()).optional(),
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(z.object({ values: z.array(z.tuple([z.number(), z.string()])) })),
  }),
});
const refusalShape = z.object({ status: z.literal('error'), error: z.string() });

/**
 * Asks the range query of Prometheus' HTTP API (version 1), which Thanos, Mimir and VictoriaMetrics
 * offer too. Own code over fetch: it is one request, and the client library for it
 * (prometheus-query 3.5) looks for warnings where none are, so that a partial answer would pass for
 * a whole one, and can neither be cancelled nor bounded.
 *
 * What comes back with warnings counts as truncated. Where a selector without a window is asked,
 * Prometheus repeats a series that ended for up to five minutes (its lookback), unless it saw it
 * end: windows such as `rate(x[{{window}}])` do not.
 */
export async function rangeOfPrometheus(
  options: PrometheusOptions,
  template: string,
  { target, observed, stepMs, signal }: RangeQuery,
): Promise<Series> {
  const times = pointTimes(observed, stepMs);
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) {
    return { state: 'read', points: [], isTruncated: false };
  }
  const form = new URLSearchParams({
    query: fillQuery(template, target, stepMs),
    start: String(first / 1000),
    end: String(last / 1000),
    step: String(stepMs / 1000),
  });
  try {
    return seriesOf(await ask(options, form, signal));
  } catch (error) {
    signal.throwIfAborted();
    return unreadable(`Prometheus did not answer: ${messageOf(error)}.`);
  }
}

type Answer = { readonly status: number; readonly text: string };

async function ask(
  { url, tokenFile, timeoutMs = 10_000 }: PrometheusOptions,
  body: URLSearchParams,
  signal: AbortSignal,
): Promise<Answer> {
  const base = url.endsWith('/') ? url : `${url}/`;
  const token = tokenFile === undefined ? null : (await readFile(tokenFile, 'utf8')).trim();
  const response = await fetch(new URL('api/v1/query_range', base), {
    method: 'POST',
    body,
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    ...(token === null ? {} : { headers: { authorization: `Bearer ${token}` } }),
  });
  return { status: response.status, text: await readBounded(response, mostBytes) };
}

function seriesOf({ status, text }: Answer): Series {
  const content = parse(text);
  const refused = refusalShape.safeParse(content);
  if (refused.success) {
    return unreadable(`Prometheus refused the query (HTTP ${status}): ${refused.data.error}.`);
  }
  const answer = answerShape.safeParse(content);
  if (status !== 200 || !answer.success) {
    return unreadable(`Prometheus answered with HTTP ${status} and what is no result.`);
  }
  const { warnings = [], data } = answer.data;
  const [series, ...others] = data.result;
  if (others.length > 0) {
    const found = `The query found ${data.result.length} series`;
    return unreadable(`${found}: aggregate them to one, such as with sum(…).`);
  }
  if (series === undefined) {
    // Without an answer of all its stores nobody can say that there is no such series.
    return warnings.length === 0
      ? { state: 'missing' }
      : unreadable(`Prometheus warns: ${warnings.join('; ')}.`);
  }
  return {
    state: 'read',
    points: series.values.map(([seconds, value]) => ({
      atMs: Math.round(seconds * 1000),
      value: numberOf(value),
    })),
    isTruncated: warnings.length > 0,
  };
}

/** As Prometheus writes them: `+Inf`, `-Inf` and `NaN` among them. */
function numberOf(text: string): number {
  if (/^[+-]?Inf$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return text === '' ? Number.NaN : Number(text);
}

function unreadable(reason: string): Series {
  return { state: 'unreadable', reason };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

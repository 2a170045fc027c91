import { appendFile, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { RangeQuery } from '../../activities/ports/metrics.ts';
import type { Traffic } from '../../activities/ports/traffic.ts';
import type { GatewayMeasure } from '../../domain/analysis/policy.ts';
import { type CountersAt, seriesOfCounters } from '../../domain/analysis/series-of-counters.ts';
import type { Place } from '../../domain/deployment/deployment.ts';
import type { Series } from '../../domain/judge/metric.ts';
import { hasCode, messageOf } from '../system-error.ts';

export type GatewayMetricsOptions = {
  readonly traffic: Pick<Traffic, 'counters'>;
  readonly clock: () => Date;
  /** Folder for what has been read, so that another worker of this machine goes on with it. */
  readonly root: string;
  /** The file of a place that has grown beyond it loses its older half. */
  readonly mostBytes?: number;
};

const readingShape = z.object({
  atMs: z.number(),
  counters: z.array(
    z.object({
      digest: z.string(),
      requests: z.number(),
      failures: z.number(),
      latencyBuckets: z.array(z.object({ leMs: z.number().nullable(), count: z.number() })),
    }),
  ),
});

/**
 * Keeps what the gateway has counted up to now. A gateway that cannot be reached is no reading, and
 * so a hole in what is judged later: nothing is thrown for it.
 */
export async function noticeGateway(options: GatewayMetricsOptions, place: Place): Promise<void> {
  const { traffic, clock, root, mostBytes = 16 * 1024 * 1024 } = options;
  try {
    const counters = await traffic.counters(place);
    const reading: CountersAt = { atMs: clock().getTime(), counters };
    const file = fileOf(root, place);
    await mkdir(root, { recursive: true });
    await appendFile(file, `${JSON.stringify(reading)}\n`);
    if ((await stat(file)).size > mostBytes) await forgetOlderHalf(file);
  } catch {
    return;
  }
}

/** What a version did by what was read before, see `seriesOfCounters`. */
export async function rangeOfGateway(
  { root }: Pick<GatewayMetricsOptions, 'root'>,
  measure: GatewayMeasure,
  { target, observed, stepMs }: RangeQuery,
): Promise<Series> {
  const earliestMs = observed.fromMs - 2 * stepMs;
  try {
    const readings = (await linesOf(fileOf(root, target)))
      .flatMap(readingIn)
      .filter(({ atMs }) => atMs >= earliestMs && atMs < observed.untilMs);
    return seriesOfCounters(readings, { digest: target.digest, measure, observed, stepMs });
  } catch (error) {
    return { state: 'unreadable', reason: `What was read of the gateway: ${messageOf(error)}.` };
  }
}

/** The name leads nowhere else: no separator is left in it, and it is never dots alone. */
function fileOf(root: string, { environment, component }: Place): string {
  const name = `${encodeURIComponent(environment)}@${encodeURIComponent(component)}`;
  return join(root, `${name}.jsonl`);
}

async function linesOf(file: string): Promise<readonly string[]> {
  try {
    return (await readFile(file, 'utf8')).split('\n');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/** A line that was cut off by a crash is no reading. */
function readingIn(line: string): readonly CountersAt[] {
  try {
    return [readingShape.parse(JSON.parse(line))];
  } catch {
    return [];
  }
}

/** Two workers at once may lose a reading of each other: a hole, and never a wrong number. */
async function forgetOlderHalf(file: string): Promise<void> {
  const lines = await linesOf(file);
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, lines.slice(Math.floor(lines.length / 2)).join('\n'));
  await rename(temporary, file);
}

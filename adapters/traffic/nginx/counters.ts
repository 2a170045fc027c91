import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { TrafficCounters } from '../../../domain/deployment/deployment.ts';
import { readJson } from '../../durable-state/read-json.ts';
import { withFileLock } from '../../durable-state/with-file-lock.ts';
import { writeJson } from '../../durable-state/write-json.ts';
import { hasCode } from '../../system-error.ts';
import { counterOf, counterShape, countersOf, countRequest } from '../counting/counter.ts';
import { sessionToken } from '../division/session.ts';
import { tokenOf } from './render-config.ts';
import { accessLog, type NginxState } from './state.ts';

const LOCK_TIMEOUT_MS = 10_000;
const PART_BYTES = 1024 * 1024;
/** The status with which nginx notes that the client gave up. */
const CLIENT_GAVE_UP = 499;

const countedShape = z.object({
  format: z.literal('tidegate/nginx-counters/v1'),
  /** Up to where the log has been counted, in bytes. */
  offset: z.int(),
  routes: z.record(z.string(), z.array(counterShape)),
});
type Counted = z.infer<typeof countedShape>;

const lineShape = z.object({
  route: z.string(),
  upstream: z.string(),
  status: z.int(),
  seconds: z.number(),
  completion: z.string(),
  method: z.string(),
  /** Length that the answer said it has, in bytes; empty where it did not say. */
  promised: z.string(),
  sent: z.int(),
});
type Line = z.infer<typeof lineShape>;

/**
 * Counts what nginx has logged since the last time, and keeps the sums. A log that has become
 * shorter was rotated, and is read from its beginning.
 */
export async function readCounters(
  root: string,
  route: string,
  { seen }: NginxState,
): Promise<readonly TrafficCounters[]> {
  const file = join(root, 'counters.json');
  const signal = AbortSignal.timeout(LOCK_TIMEOUT_MS);
  const wait = { timeoutMs: LOCK_TIMEOUT_MS, signal, waiting: () => {} };
  return withFileLock(join(root, 'counters.lock'), wait, async () => {
    const counted: Counted = (await readJson(file, countedShape)) ?? {
      format: 'tidegate/nginx-counters/v1',
      offset: 0,
      routes: {},
    };
    const before = counted.offset;
    await countLog(accessLog(root), counted, seen);
    if (counted.offset !== before) await writeJson(file, counted);
    return (counted.routes[route] ?? []).map(countersOf);
  });
}

/** Whole lines only: the last one may still be being written. */
async function countLog(path: string, counted: Counted, seen: NginxState['seen']): Promise<void> {
  const log = await openLog(path);
  if (log === null) return;
  try {
    if ((await log.stat()).size < counted.offset) counted.offset = 0;
    for (;;) {
      const part = Buffer.alloc(PART_BYTES);
      const { bytesRead } = await log.read(part, 0, PART_BYTES, counted.offset);
      const end = part.subarray(0, bytesRead).lastIndexOf('\n') + 1;
      if (end === 0) return;
      for (const line of part.toString('utf8', 0, end).split('\n')) count(line, counted, seen);
      counted.offset += end;
    }
  } finally {
    await log.close();
  }
}

function count(line: string, counted: Counted, seen: NginxState['seen']): void {
  const parsed = lineShape.safeParse(parse(line));
  if (!parsed.success) return;
  const { route, upstream, status, seconds } = parsed.data;
  const token = tokenOf(upstream);
  const version = seen[route]?.find(({ digest }) => sessionToken(digest) === token);
  if (version === undefined) return;
  const counters = counted.routes[route] ?? [];
  counted.routes[route] = counters;
  const answered = isWhole(parsed.data);
  countRequest(counterOf(counters, version), {
    failed: !answered || status >= 500,
    durationMs: answered ? seconds * 1_000 : null,
  });
}

/**
 * nginx calls an answer complete that its version broke off. Where it had said its length, that
 * shows; of one in chunks it does not.
 */
function isWhole({ completion, status, method, promised, sent }: Line): boolean {
  if (completion !== 'OK' || status === CLIENT_GAVE_UP) return false;
  return method === 'HEAD' || promised === '' || sent >= Number(promised);
}

async function openLog(path: string) {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

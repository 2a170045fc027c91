import { setTimeout as sleep } from 'node:timers/promises';
import { Refused, ServerAway } from '../failures.ts';
import type { Client } from './client.ts';
import type { EventAnswer } from './event-answer.ts';
import { openStream } from './open-stream.ts';
import { whyAway } from './why-away.ts';

export type FollowOptions = {
  readonly signal: AbortSignal;
  /** For how long a server that is away is looked for before it counts as gone. */
  readonly patienceMs: number;
  /** Told once for each connection that broke. */
  readonly onBroken: (failure: Error) => void;
  /** Told when it stands again. */
  readonly onBack: () => void;
};

const firstPauseMs = 250;
const longestPauseMs = 5_000;

/**
 * The entries of a release's ledger, each once and in order: all so far, then each new one. A
 * connection that breaks is opened again after the last entry. Ends when the signal aborts. Throws
 * `Refused` where the server does not want to, and `ServerAway` when it stays away.
 */
export async function* follow(
  client: Client,
  release: string,
  options: FollowOptions,
): AsyncGenerator<EventAnswer> {
  const path = `/v1/releases/${encodeURIComponent(release)}/events`;
  const line: Line = { last: 0, brokenAt: null, pauseMs: firstPauseMs };
  const { signal } = options;
  while (!signal.aborted) {
    try {
      yield* readLine(client, path, line, options);
      // The server ends a stream when it stops, or when the token does.
      throw new ServerAway('The server ended the stream.', 'Sign in again if it goes on.');
    } catch (error) {
      if (signal.aborted) return;
      const failure = error instanceof Refused ? error : whyAway(error, client.server.url);
      bear(failure, line, options);
    }
    await sleep(line.pauseMs, undefined, { signal }).catch(() => {});
    line.pauseMs = Math.min(line.pauseMs * 2, longestPauseMs);
  }
}

/** How far the entries have come, and how the connection stands. */
type Line = { last: number; brokenAt: number | null; pauseMs: number };

/** The entries of one connection that were not there before. */
async function* readLine(
  client: Client,
  path: string,
  line: Line,
  { signal, onBack }: FollowOptions,
): AsyncGenerator<EventAnswer> {
  const headers = { 'last-event-id': String(line.last) };
  for await (const entry of openStream<EventAnswer>(client, path, headers, signal)) {
    if (line.brokenAt !== null) onBack();
    line.brokenAt = null;
    line.pauseMs = firstPauseMs;
    if (entry === null || entry.position <= line.last) continue;
    line.last = entry.position;
    yield entry;
  }
}

/** Returns when the connection is to be opened again; throws the failure when that is no use. */
function bear(
  failure: Refused | ServerAway,
  line: Line,
  { patienceMs, onBroken }: FollowOptions,
): void {
  if (isFinal(failure)) throw failure;
  if (line.brokenAt === null) onBroken(failure);
  line.brokenAt ??= Date.now();
  if (Date.now() - line.brokenAt > patienceMs) throw failure;
}

/** Who is refused will be refused again. */
function isFinal(failure: Refused | ServerAway): boolean {
  return (
    failure instanceof Refused && failure.problem.status < 500 && failure.problem.status !== 429
  );
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { ProgressAnswer } from './answers.ts';
import type { Client } from './client.ts';
import { openStream } from './open-stream.ts';

const pauseMs = 2_000;

/**
 * How far a release has come: now, and again whenever it has changed, until the signal aborts. It
 * is an extra to the events, so a server that is away is asked again without a word.
 */
export async function* followProgress(
  client: Client,
  release: string,
  signal: AbortSignal,
): AsyncGenerator<ProgressAnswer> {
  const path = `/v1/releases/${encodeURIComponent(release)}/progress`;
  while (!signal.aborted) {
    yield* connection(openStream<ProgressAnswer>(client, path, {}, signal));
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
  }
}

/** What one connection tells until it breaks. */
async function* connection(
  answers: AsyncIterable<ProgressAnswer | null>,
): AsyncGenerator<ProgressAnswer> {
  try {
    for await (const answer of answers) {
      if (answer !== null) yield answer;
    }
  } catch {
    // Whether the server is away or refuses is told by the events.
  }
}

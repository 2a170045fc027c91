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
    try {
      for await (const answer of openStream<ProgressAnswer>(client, path, {}, signal)) {
        if (answer !== null) yield answer;
      }
    } catch {
      // Whether the server is away or refuses is told by the events.
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
  }
}

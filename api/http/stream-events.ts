import { once } from 'node:events';
import { createSession } from 'better-sse';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';

/** One server-sent event. Where a stream goes on after its `id`, that says where it was. */
export type Streamed = {
  readonly event: string;
  readonly id: string;
  readonly data: unknown;
};

type Live = {
  /** Events as they come, until the signal aborts. */
  readonly follow: (signal: AbortSignal) => AsyncIterable<Streamed>;
  /** When the caller's token ends, and the stream with it. */
  readonly endsAt: Date;
  /** When this process ends: the caller is asked to connect again, and finds another one. */
  readonly closing: AbortSignal;
  readonly log: Logger;
};

const keepAliveMs = 10_000;
/** Timers hold no more than this; a later end comes with a later timer's stream. */
const longestTimerMs = 2_147_483_647;

/** A field that every reader of event streams knows, and a comment for people. */
const reconnectHint = 'retry: 1000\n: This server ends. Connect again with Last-Event-ID.\n\n';

/** Sends server-sent events until the caller leaves, or token or process end. */
export function streamEvents({ follow, endsAt, closing, log }: Live) {
  return async (request: Request, response: Response): Promise<void> => {
    const left = new AbortController();
    const leave = () => left.abort();
    response.once('close', leave);
    closing.addEventListener('abort', leave);
    const remainingMs = Math.min(endsAt.getTime() - Date.now(), longestTimerMs);
    const timer = setTimeout(() => left.abort(), Math.max(0, remainingMs));
    try {
      const session = await createSession(request, response, { keepAlive: keepAliveMs });
      for await (const { data, event, id } of follow(left.signal)) {
        if (left.signal.aborted) break;
        session.push(data, event, id);
        // A reader that is slower than what is sent must not fill the memory.
        if (response.writableNeedDrain) await drained(response, left.signal);
      }
    } catch (error) {
      if (!left.signal.aborted) log.warn({ err: error }, 'A stream of events ended early.');
    } finally {
      clearTimeout(timer);
      closing.removeEventListener('abort', leave);
      if (closing.aborted && response.writable) response.write(reconnectHint);
      response.end();
    }
  };
}

async function drained(response: Response, signal: AbortSignal): Promise<void> {
  await once(response, 'drain', { signal }).catch(() => {});
}

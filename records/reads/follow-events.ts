import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { factsChannel } from '../append-facts.ts';
import type { Db } from '../database.ts';
import { type LedgerEvent, readEventsAfter } from './read-events.ts';

const batchSize = 100;
/** Followers look again this often anyway: a notification may be lost with its connection. */
const lookAgainMs = 2_000;
const reconnectMs = 500;

export type Follower = {
  /** Every entry behind a position, as it comes, in order and once, until the signal aborts. */
  follow(release: string, after: number, signal: AbortSignal): AsyncGenerator<LedgerEvent>;
  close(): Promise<void>;
};

/** Live reading. All followers of a process share one listening connection. */
export function createFollower(db: Db, pool: pg.Pool): Follower {
  const wake = new Map<string, Set<() => void>>();
  const closing = new AbortController();
  const listening = listen(pool, closing.signal, (release) => {
    for (const call of wake.get(release) ?? []) call();
  });
  return {
    async *follow(release, after, signal) {
      const either = AbortSignal.any([signal, closing.signal]);
      let position = after;
      while (!either.aborted) {
        const woken = wakeCall(wake, release, either);
        const events = await readEventsAfter(db, release, position, batchSize).catch(() => []);
        for (const event of events) {
          yield event;
          position = event.position;
        }
        if (events.length < batchSize) await woken.happened;
        woken.forget();
      }
    },
    async close() {
      closing.abort();
      await listening;
    },
  };
}

/** Registered before reading, so that what arrives while reading is not missed. */
function wakeCall(wake: Map<string, Set<() => void>>, release: string, signal: AbortSignal) {
  const calls = wake.get(release) ?? new Set<() => void>();
  wake.set(release, calls);
  const { promise, resolve } = Promise.withResolvers<void>();
  calls.add(resolve);
  const timer = setTimeout(resolve, lookAgainMs);
  signal.addEventListener('abort', () => resolve(), { once: true });
  return {
    happened: promise,
    forget: () => {
      clearTimeout(timer);
      calls.delete(resolve);
      if (calls.size === 0) wake.delete(release);
    },
  };
}

/** Holds one connection on the channel, and gets another when it breaks. Ends when the signal aborts. */
async function listen(
  pool: pg.Pool,
  signal: AbortSignal,
  told: (release: string) => void,
): Promise<void> {
  while (!signal.aborted) {
    const client = await pool.connect().catch(() => null);
    if (client !== null) await listenOn(client, signal, told);
    await sleep(reconnectMs, undefined, { signal }).catch(() => {});
  }
}

async function listenOn(
  client: pg.PoolClient,
  signal: AbortSignal,
  told: (release: string) => void,
): Promise<void> {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  client.on('error', () => end());
  client.on('end', () => end());
  client.on('notification', ({ payload }) => told(payload ?? ''));
  signal.addEventListener('abort', () => end(), { once: true });
  await client.query(`listen ${factsChannel}`).catch(() => end());
  await ended;
  // Its listening must not go back into the pool.
  client.release(true);
}

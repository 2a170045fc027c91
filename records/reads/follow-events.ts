import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { entriesChannel } from '../append-entries.ts';
import { isConnectionTrouble } from '../connect.ts';
import type { Db } from '../database.ts';
import { progressChannel } from '../progress.ts';
import { type Bell, createBell } from './bell.ts';
import { isPosition, type LedgerEvent, readEventsAfter } from './read-events.ts';

const batchSize = 100;
/** Followers look again this often anyway: a notification may be lost with its connection. */
const lookAgainMs = 2_000;
const reconnectMs = 500;

export type Follower = {
  /**
   * Every entry behind a position, as it comes, in order and once, until the signal aborts. Waits
   * while PostgreSQL is away. Throws a `RangeError` for a position that no entry can have.
   */
  follow(release: string, after: number, signal: AbortSignal): AsyncGenerator<LedgerEvent>;
  /**
   * Yields at once, and then whenever the release or its progress may have changed, until the
   * signal aborts.
   */
  watch(release: string, signal: AbortSignal): AsyncGenerator<void>;
  /** Ends every follower. */
  close(): Promise<void>;
};

/**
 * Live reading. All followers of a process share one listening connection, which the first one
 * opens.
 */
export function createFollower(db: Db, pool: pg.Pool): Follower {
  const bells = new Map<string, Set<() => void>>();
  const watchers = new Map<string, Set<() => void>>();
  const closing = new AbortController();
  let listening: Promise<void> | null = null;
  const ringIn = (those: typeof bells, release: string) => {
    for (const call of those.get(release) ?? []) call();
  };
  const ring = (release: string, channel: string) => {
    if (channel === entriesChannel) ringIn(bells, release);
    ringIn(watchers, release);
  };
  const ringAll = () => {
    for (const release of bells.keys()) ringIn(bells, release);
    for (const release of watchers.keys()) ringIn(watchers, release);
  };
  return {
    async *follow(release, after, signal) {
      if (!isPosition(after)) throw new RangeError(`No entry has the position ${after}.`);
      const ended = AbortSignal.any([signal, closing.signal]);
      const bell = createBell(ended);
      const leave = register(bells, release, bell.ring);
      listening ??= listen(pool, closing.signal, ring, ringAll);
      try {
        yield* entriesAfter(db, release, after, { bell, ended });
      } finally {
        leave();
        bell.takeDown();
      }
    },
    async *watch(release, signal) {
      const ended = AbortSignal.any([signal, closing.signal]);
      const bell = createBell(ended);
      const leave = register(watchers, release, bell.ring);
      listening ??= listen(pool, closing.signal, ring, ringAll);
      try {
        while (!ended.aborted) {
          yield;
          await bell.rung(lookAgainMs);
        }
      } finally {
        leave();
        bell.takeDown();
      }
    },
    async close() {
      closing.abort();
      await listening;
    },
  };
}

async function* entriesAfter(
  db: Db,
  release: string,
  after: number,
  { bell, ended }: { readonly bell: Bell; readonly ended: AbortSignal },
): AsyncGenerator<LedgerEvent> {
  let position = after;
  while (!ended.aborted) {
    const events = await readEventsAfter(db, release, position, batchSize).catch(
      (error: unknown) => (ended.aborted ? [] : noneIfAway(error)),
    );
    for (const event of events) {
      if (ended.aborted) return;
      yield event;
      position = event.position;
    }
    // The bell was hung up before reading, so that what comes meanwhile is heard.
    if (events.length < batchSize) await bell.rung(lookAgainMs);
  }
}

function noneIfAway(error: unknown): readonly LedgerEvent[] {
  if (isConnectionTrouble(error)) return [];
  throw error;
}

function register(
  bells: Map<string, Set<() => void>>,
  release: string,
  ring: () => void,
): () => void {
  const ofRelease = bells.get(release) ?? new Set();
  bells.set(release, ofRelease);
  ofRelease.add(ring);
  return () => {
    ofRelease.delete(ring);
    if (ofRelease.size === 0) bells.delete(release);
  };
}

/**
 * Holds one connection on the channel, and gets another when it breaks. Ends when the signal
 * aborts.
 */
async function listen(
  pool: pg.Pool,
  signal: AbortSignal,
  told: (release: string, channel: string) => void,
  toldAll: () => void,
): Promise<void> {
  while (!signal.aborted) {
    const client = await pool.connect().catch(() => null);
    if (client !== null) await listenOn(client, signal, told, toldAll);
    await sleep(reconnectMs, undefined, { signal }).catch(() => {});
  }
}

async function listenOn(
  client: pg.PoolClient,
  signal: AbortSignal,
  told: (release: string, channel: string) => void,
  toldAll: () => void,
): Promise<void> {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  client.on('error', () => end());
  client.on('end', () => end());
  client.on('notification', ({ payload, channel }) => told(payload ?? '', channel));
  const stop = () => end();
  signal.addEventListener('abort', stop);
  if (signal.aborted) end();
  // Nobody was told of what was recorded before the connection listened.
  await client
    .query(`listen ${progressChannel}`)
    .then(() => client.query(`listen ${entriesChannel}`))
    .then(toldAll, () => end());
  await ended;
  signal.removeEventListener('abort', stop);
  // Its listening must not go back into the pool.
  client.release(true);
}

import type { LedgerEvent } from '../../records/reads/read-events.ts';
import { anAction, someFacts } from './facts.ts';
import { type GivenRecords, givenRecords } from './given-records.ts';

let given: GivenRecords;

beforeEach(async () => {
  given = await givenRecords();
});

afterEach(() => given.close());

/** Reads until `count` events have come. */
async function take(stream: AsyncGenerator<LedgerEvent>, count: number): Promise<LedgerEvent[]> {
  const events: LedgerEvent[] = [];
  while (events.length < count) {
    const next = await stream.next();
    if (next.done === true) break;
    events.push(next.value);
  }
  return events;
}

const positions = (events: readonly LedgerEvent[]) => events.map(({ position }) => position);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const forEver = new AbortController().signal;

/** Connections of this database that listen; pid by pid. */
const listeners = async (): Promise<number[]> => {
  const rows = await given.query(
    `select pid from pg_stat_activity
      where datname = current_database() and query = 'listen tidegate_entries'`,
  );
  return rows.map(({ pid }) => Number(pid));
};

/**
 * Waits until so many connections listen, and says which. PostgreSQL tells of it a moment later.
 */
async function untilListeners(count: number): Promise<number[]> {
  for (;;) {
    const pids = await listeners();
    if (pids.length === count) return pids;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('following a release', () => {
  test('gives what was there and then what comes, of that release alone', async () => {
    const facts = someFacts(4);
    await given.records.appendFacts('spring', facts.slice(0, 2));
    const stream = given.records.follow('spring', 0, forEver);
    expect(positions(await take(stream, 2))).toEqual([1, 2]);
    const coming = take(stream, 3);
    await given.another().appendFacts('autumn', someFacts(3));
    await given.another().appendAction('spring', anAction());
    await given.another().appendFacts('spring', facts);
    expect((await coming).map(({ sort }) => sort)).toEqual(['action', 'fact', 'fact']);
    await stream.return(undefined);
  });

  test('is woken by facts and by actions, and does not just look again', async () => {
    const stream = given.records.follow('spring', 0, forEver);
    const first = take(stream, 1);
    await untilListeners(1);
    await given.records.appendAction('spring', anAction());
    await first;
    const began = performance.now();
    for (const [index, fact] of someFacts(4).entries()) {
      const next = take(stream, 2);
      await given.records.appendFacts('spring', [fact]);
      await given.records.appendAction('spring', anAction());
      expect(positions(await next)).toEqual([index * 2 + 2, index * 2 + 3]);
    }
    // Looking again comes after two seconds: eight times that without being woken.
    expect(performance.now() - began).toBeLessThan(8_000);
    await stream.return(undefined);
  });

  test('goes on behind the position that was seen last', async () => {
    await given.records.appendFacts('spring', someFacts(250));
    const stream = given.records.follow('spring', 30, forEver);
    expect(positions(await take(stream, 220))).toEqual(upTo(250).slice(30));
    await stream.return(undefined);
  });

  test('refuses a position that no entry has', async () => {
    const stream = given.records.follow('spring', 1e20, forEver);
    await expect(stream.next()).rejects.toThrow(RangeError);
  });

  test('ends with its signal, in the middle of a batch and while it waits', async () => {
    await given.records.appendFacts('spring', someFacts(50));
    const leaving = new AbortController();
    const [reading, waiting] = [0, 50].map((after) =>
      given.records.follow('spring', after, leaving.signal),
    );
    await reading?.next();
    const waits = waiting?.next();
    leaving.abort();
    expect(await waits).toEqual({ done: true, value: undefined });
    expect(await reading?.next()).toEqual({ done: true, value: undefined });
  });
});

describe('many followers', () => {
  test('share one connection, which nobody holds before the first', async () => {
    expect(await listeners()).toEqual([]);
    const streams = upTo(30).map((n) => given.records.follow(`r-${n % 3}`, 0, forEver));
    const coming = streams.map((stream) => take(stream, 5));
    await untilListeners(1);
    for (const release of ['r-0', 'r-1', 'r-2']) {
      await given.records.appendFacts(release, someFacts(5));
    }
    for (const events of await Promise.all(coming)) expect(positions(events)).toEqual(upTo(5));
    expect(await listeners()).toHaveLength(1);
    await Promise.all(streams.map((stream) => stream.return(undefined)));
  });

  test('end with the records, whatever they wait for', async () => {
    const records = given.another();
    const streams = upTo(5).map((n) => records.follow(`r-${n}`, 0, forEver));
    const next = streams.map((stream) => stream.next());
    await untilListeners(1);
    await records.close();
    for (const each of await Promise.all(next)) expect(each.done).toBe(true);
    expect(await untilListeners(0)).toEqual([]);
  });
});

describe('a follower whose connections are cut', () => {
  test('gets every event once and in order', async () => {
    const facts = someFacts(60);
    const stream = given.records.follow('spring', 0, forEver);
    const coming = take(stream, 60);
    const writer = given.another();
    for (const [index, fact] of facts.entries()) {
      if (index % 20 === 10) {
        await given.query('select pg_terminate_backend($1)', await untilListeners(1));
      }
      await writer.appendFacts('spring', [fact]);
    }
    expect(positions(await coming)).toEqual(upTo(60));
    await stream.return(undefined);
  });
});

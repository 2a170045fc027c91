import fc from 'fast-check';
import { grantNext } from '../../../domain/environment/grant-next.ts';
import {
  type LeaseBook,
  letGiveWay,
  reorderQueue,
  requestLease,
  returnLease,
} from '../../../domain/environment/lease.ts';
import { isBorneOut } from '../../../domain/environment/lease-message.ts';

const free: LeaseBook = { environment: 'production', holders: [], fence: 0, queue: [] };
const now = '2026-11-21T12:00:00.000Z';

type Act =
  | { readonly act: 'request'; readonly release: string; readonly priority: number }
  | { readonly act: 'return'; readonly release: string }
  | { readonly act: 'give-way'; readonly release: string; readonly late: boolean }
  | { readonly act: 'grant' };

const release = fc.constantFrom('a', 'b', 'c', 'd');
const anAct: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ act: fc.constant('request'), release, priority: fc.nat(2) }),
  fc.record({ act: fc.constant('return'), release }),
  fc.record({ act: fc.constant('give-way'), release, late: fc.boolean() }),
  fc.record({ act: fc.constant('grant') }),
);

function apply(book: LeaseBook, act: Act): LeaseBook {
  if (act.act === 'request') return requestLease(book, act);
  if (act.act === 'return') return returnLease(book, act.release);
  if (act.act === 'give-way') {
    const fence = act.late ? book.fence - 1 : book.fence;
    return letGiveWay(book, { release: act.release, priority: 0, fence });
  }
  return grantNext(book, now);
}

test('whatever happens, the fence only grows, and with every new holder', () => {
  fc.assert(
    fc.property(fc.array(anAct, { maxLength: 60 }), (acts) => {
      let book = free;
      for (const act of acts) {
        const next = apply(book, act);
        const granted = next.holders.some((held) => !book.holders.includes(held));
        expect(next.fence).toBe(granted ? book.fence + 1 : book.fence);
        // Nobody is granted what another one holds.
        if (granted) expect(book.holders).toEqual([]);
        book = next;
      }
    }),
  );
});

test('whatever happens, nobody waits twice, and nobody who asked is lost', () => {
  fc.assert(
    fc.property(fc.array(anAct, { maxLength: 60 }), (acts) => {
      let book = free;
      const asked = new Set<string>();
      for (const act of acts) {
        book = apply(book, act);
        if (act.act === 'request') asked.add(act.release);
        if (act.act === 'return') asked.delete(act.release);
        const known = [...book.queue, ...book.holders];
        expect(known.map((one) => one.release).toSorted()).toEqual([...asked].toSorted());
      }
    }),
  );
});

test('the more urgent comes first, and among equals the one that asked first', () => {
  let book = grantNext(requestLease(free, { release: 'holder', priority: 0 }), now);
  for (const [name, priority] of [
    ['late', 0],
    ['urgent', 5],
    ['later', 0],
  ] as const) {
    book = requestLease(book, { release: name, priority });
  }
  expect(book.queue.map((one) => one.release)).toEqual(['urgent', 'late', 'later']);
  expect(grantNext(book, now)).toBe(book);
});

test('the queue goes by what was decided, then by priority, then by the order of asking', () => {
  const asked = [
    { release: 'a', priority: 0 },
    { release: 'b', priority: 0 },
    { release: 'c', priority: 1 },
  ].reduce((book, request) => requestLease(book, request), free);
  expect(asked.queue.map((one) => one.release)).toEqual(['c', 'a', 'b']);
  const decided = reorderQueue(asked, { b: 1, c: -1 });
  expect(decided.queue.map((one) => one.release)).toEqual(['b', 'a', 'c']);
  expect(reorderQueue(decided, {}).queue[0]?.release).toBe('c');
});

test('who asks last comes behind those that are level by decision, whatever these say', () => {
  const decided = { a: 1, b: -1 };
  const asked = [
    { release: 'a', priority: 0 },
    { release: 'b', priority: 1 },
    { release: 'urgent', priority: 1 },
    { release: 'low', priority: -1 },
  ].reduce((book, request) => requestLease(book, request, decided), free);
  expect(asked.queue.map((one) => one.release)).toEqual(['a', 'urgent', 'b', 'low']);
});

test.each([
  ['has asked for it', 'request', { wants: true }, true],
  ['never asked for it', 'request', { wants: false }, false],
  ['asked, and is giving it back already', 'request', { wants: true, givesBack: true }, false],
  ['asked, and is closed', 'request', { wants: true, isClosed: true }, false],
  ['holds it and goes on', 'return', { wants: true }, false],
  ['is giving it back', 'return', { wants: true, givesBack: true }, true],
  ['is closed', 'return', { wants: true, isClosed: true }, true],
] as const)('a release that %s: its %s counts as the records say', (_, asks, claim, counts) => {
  const recorded = { isClosed: false, givesBack: false, ...claim };
  expect(isBorneOut({ asks }, recorded)).toBe(counts);
});

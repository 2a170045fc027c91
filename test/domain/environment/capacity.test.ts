import fc from 'fast-check';
import { grantNext } from '../../../domain/environment/grant-next.ts';
import {
  type LeaseBook,
  type LeaseRequest,
  requestLease,
  returnLease,
} from '../../../domain/environment/lease.ts';
import {
  type Holder,
  holderInTheWay,
  nameHolder,
  nameQueue,
} from '../../../domain/environment/name-holder.ts';
import { recallsFor } from '../../../domain/environment/recall-for.ts';
import type { Blocker } from '../../../domain/release/blockers.ts';
import { initialState } from '../../../domain/release/state.ts';
import { aPlan } from '../../support/builders/plan.ts';

const at = '2026-11-22T12:00:00.000Z';
const roomy: LeaseBook = {
  environment: 'production',
  holders: [],
  fence: 0,
  queue: [],
  capacity: 2,
};

const request = (release: string, services: readonly string[], priority = 0): LeaseRequest => ({
  release,
  priority,
  services,
});

/** They have asked one after the other, and whoever may have it has it. */
function served(book: LeaseBook, ...requests: readonly LeaseRequest[]): LeaseBook {
  return granted(requests.reduce((asked, each) => requestLease(asked, each), book));
}

function granted(book: LeaseBook): LeaseBook {
  const next = grantNext(book, at);
  return next === book ? book : granted(next);
}

const names = (list: readonly { readonly release: string }[]) => list.map((one) => one.release);

const [web, orders, payments] = [
  request('web', ['web']),
  request('orders', ['orders']),
  request('payments', ['payments']),
];

describe('an environment with two places', () => {
  test('is held by two releases, each under a number and in a place of its own', () => {
    const book = served(roomy, web, orders, payments);
    expect(book.holders).toMatchObject([
      { release: 'web', fence: 1, place: 1 },
      { release: 'orders', fence: 2, place: 2 },
    ]);
    expect(names(book.queue)).toEqual(['payments']);
    const next = granted(returnLease(book, 'web'));
    expect(next.holders.at(-1)).toMatchObject({ release: 'payments', fence: 3, place: 1 });
  });

  test('is never held by two that change the same service', () => {
    const again = request('again', ['web', 'payments']);
    const book = served(roomy, web, again);
    expect(names(book.holders)).toEqual(['web']);
    expect(names(granted(returnLease(book, 'web')).holders)).toEqual(['again']);
  });

  test('lets nobody overtake who waits for one of the same services', () => {
    const both = request('both', ['web', 'payments']);
    const book = served(roomy, web, both, payments, orders);
    // `payments` would fit in beside `web`, and `both` might then wait for ever.
    expect(names(book.holders)).toEqual(['web', 'orders']);
    expect(names(book.queue)).toEqual(['both', 'payments']);
  });

  test('is held by one at a time as long as nobody knows what they change', () => {
    const unknown = ['one', 'other'].map((release) => ({ release, priority: 0 }));
    expect(names(served(roomy, ...unknown).holders)).toEqual(['one']);
  });

  test('keeps one place for whom it is reserved, and lends the other one', () => {
    const reservation = {
      id: 'r-1',
      environment: 'production',
      release: 'planned',
      startsAt: '2026-11-22T11:00:00.000Z',
      endsAt: '2026-11-22T13:00:00.000Z',
      by: 'p-rita',
    };
    const book = served({ ...roomy, reservations: [reservation] }, web, orders);
    expect(names(book.holders)).toEqual(['web']);
    const planned = served(book, request('planned', ['payments']));
    expect(names(planned.holders)).toEqual(['web', 'planned']);
  });
});

test('an environment with two places recalls for an emergency only who is in its way', () => {
  const taken = served(roomy, web, orders);
  const given = new Map([...taken.holders, payments].map((one) => [one.release, one]));
  const requestOf = (release: string) => ({ priority: 0, ...given.get(release), release });
  const recalls = (services: readonly string[]) => {
    const urgent: LeaseRequest = { ...request('urgent', services, 2), isEmergency: true };
    return [...recallsFor(requestLease(taken, urgent), requestOf, {})];
  };
  expect(recalls(['web'])).toEqual([['web', 'urgent']]);
  expect(recalls(['web', 'orders'])).toEqual([
    ['web', 'urgent'],
    ['orders', 'urgent'],
  ]);
  // Where only room is lacking, the one that came last makes it.
  expect(recalls(['payments'])).toEqual([['orders', 'urgent']]);
});

describe('who waits for an environment with room for two', () => {
  const blocker: Blocker = {
    id: 'production/deploy/lease',
    stage: 'production/deploy',
    kind: 'lease',
    reason: 'It is in the queue of production.',
    clearedBy: [],
    remedy: 'Wait.',
    until: null,
    since: at,
    then: null,
  };
  const holding = (release: string, component: string): Holder => {
    const plan = aPlan([], { name: release });
    return { release, plan, state: { ...initialState(), services: [component] } };
  };
  const holders = [holding('first', 'web'), holding('second', 'orders')];

  test('reads who is in the way of each, or that others come first', () => {
    const asking = { services: ['orders'], releaseClass: 'normal' as const };
    const sharing = holderInTheWay(holders, asking, 2);
    expect(sharing?.release).toBe('second');
    const full = holderInTheWay(holders, { services: ['stock'] }, 2);
    if (full === null) throw new Error('Both places are taken.');
    expect(nameHolder(blocker, 'production', asking, full).reason).toMatch(
      /^first, second hold production\./,
    );
    expect(holderInTheWay(holders.slice(0, 1), { services: ['stock'] }, 2)).toBeNull();
    expect(nameQueue(blocker, 'production').reason).toMatch(/asked before this one/);
  });
});

const services = fc.subarray(['web', 'orders', 'payments', 'stock'], { minLength: 1 });
const releases = fc.uniqueArray(fc.record({ priority: fc.nat(2), services }), {
  minLength: 1,
  maxLength: 8,
  selector: (each) => each,
});

test('whatever is asked for, places suffice, services are apart, and everybody has a turn', () => {
  fc.assert(
    fc.property(releases, fc.integer({ min: 1, max: 4 }), (asked, capacity) => {
      const requests = asked.map((each, index) => ({ release: `r${index}`, ...each }));
      let book = served({ ...roomy, capacity }, ...requests);
      const hadIt = new Set<string>();
      while (book.holders.length > 0) {
        const held = book.holders;
        expect(held.length).toBeLessThanOrEqual(capacity);
        const changed = held.flatMap((holder) => holder.services ?? []);
        if (capacity > 1) expect(new Set(changed).size).toBe(changed.length);
        expect(new Set(held.map(({ place }) => place)).size).toBe(held.length);
        for (const { release } of held) hadIt.add(release);
        book = granted(returnLease(book, held[0]?.release ?? ''));
      }
      expect(hadIt.size).toBe(requests.length);
    }),
  );
});

import fc from 'fast-check';
import { grantNext } from '../../../domain/environment/grant-next.ts';
import {
  type Decided,
  type LeaseBook,
  type LeaseRequest,
  letGiveWay,
  requestLease,
  returnLease,
} from '../../../domain/environment/lease.ts';
import { isBorneOut, readLeaseMessage } from '../../../domain/environment/lease-message.ts';
import { type Holder, nameHolder } from '../../../domain/environment/name-holder.ts';
import { recallsFor } from '../../../domain/environment/recall-for.ts';
import { whyNotGiveWay } from '../../../domain/environment/why-not-give-way.ts';
import type { Blocker } from '../../../domain/release/blockers.ts';
import type { ReleaseEvent } from '../../../domain/release/event.ts';
import { aPlan, aStage } from '../../support/builders/plan.ts';
import { foldAll } from '../../support/fakes/memory-records.ts';

const at = '2026-11-21T12:00:00.000Z';
const free: LeaseBook = { environment: 'production', holders: [], fence: 0, queue: [] };
const hotfix: LeaseRequest = { release: 'hotfix', priority: 2, isEmergency: true };
const usual: LeaseRequest = { release: 'usual', priority: 0 };

/** `held` holds it, and the others have asked for it one after the other. */
function bookOf(held: LeaseRequest, ...others: readonly LeaseRequest[]): LeaseBook {
  const book = grantNext(requestLease(free, held), at);
  return others.reduce((queued, request) => requestLease(queued, request), book);
}

/** For whom the one who holds it is asked to give way. */
function recallFor(book: LeaseBook, held: LeaseRequest, decided: Decided): string | null {
  return recallsFor(book, () => held, decided).get(held.release) ?? null;
}

describe('an emergency', () => {
  test('recalls what a usual release holds, and nothing from another emergency', () => {
    expect(recallFor(bookOf(usual, hotfix), usual, {})).toBe('hotfix');
    const other: LeaseRequest = { ...hotfix, release: 'other' };
    expect(recallFor(bookOf(hotfix, other), hotfix, {})).toBeNull();
    expect(recallFor(requestLease(free, hotfix), usual, {})).toBeNull();
  });

  test('that a portfolio has put behind recalls nothing, or it would go on for ever', () => {
    expect(recallFor(bookOf(usual, hotfix), usual, { hotfix: -1 })).toBeNull();
    expect(recallFor(bookOf(usual, hotfix), usual, { usual: 2 })).toBeNull();
  });

  test('is let before, and then the one that gave way comes before all of its priority', () => {
    const queue = fc.array(fc.nat({ max: 1 }), { maxLength: 8 });
    fc.assert(
      fc.property(queue, fc.nat({ max: 1 }), (priorities, own) => {
        const others = priorities.map((priority, place) => ({ release: `r${place}`, priority }));
        const held = { release: 'held', priority: own };
        const before = bookOf(held, ...others, hotfix);
        const given = grantNext(letGiveWay(before, { ...held, fence: before.fence }), at);
        expect(given).toMatchObject({ holders: [{ release: 'hotfix' }], fence: before.fence + 1 });
        const after = returnLease(given, 'hotfix');
        const first = after.queue.findIndex(({ priority }) => priority === own);
        expect(after.queue[first]?.release).toBe('held');
      }),
    );
  });
});

test('giving way counts once: said late or twice, it takes nothing from who holds it then', () => {
  const before = bookOf(usual, hotfix);
  const again = grantNext(returnLease(letGiveWay(before, { ...usual, fence: 1 }), 'hotfix'), at);
  expect(again).toMatchObject({ holders: [{ release: 'usual' }], fence: 2 });
  expect(letGiveWay(again, { ...usual, fence: 1 })).toBe(again);
});

test.each([
  ['gave way under this fence', 3, {}, true],
  ['gave way under another one', 2, {}, false],
  ['never gave way', null, {}, false],
  ['gave way, and is giving it back', 3, { givesBack: true }, false],
] as const)('a holder that %s is heard as the records say', (_, gaveWayUnder, claim, counts) => {
  const recorded = { isClosed: false, wants: true, givesBack: false, gaveWayUnder, ...claim };
  expect(isBorneOut({ asks: 'give-way', fence: 3 }, recorded)).toBe(counts);
  expect(readLeaseMessage('give-way', { release: 'usual', fence: 'x' })).toBeNull();
});

const begun: readonly ReleaseEvent[] = [
  { type: 'lease.requested', environment: 'production' },
  { type: 'lease.granted', environment: 'production', fence: 7 },
];
const key = 'usual/production/deploy/web';
const registered: ReleaseEvent = {
  type: 'compensation.registered',
  key,
  environment: 'production',
  component: 'web',
  what: 'deployment',
  to: { digest: 'sha256:web', version: '2.0.0' },
};
const closed: ReleaseEvent = {
  type: 'wait.began',
  wait: {
    id: 'production/deploy/window',
    stage: 'production/deploy',
    kind: 'window',
    reason: 'The calendar is closed.',
    clearedBy: ['management'],
    remedy: 'Wait.',
    until: null,
    then: null,
  },
};
const withheld: ReleaseEvent = { type: 'change.withheld', key };
const applied: ReleaseEvent = { type: 'change.applied', key, from: null, changed: true };
const stateOf = (...events: readonly ReleaseEvent[]) =>
  foldAll([...begun, ...events].map((event, index) => ({ seq: index + 1, at, event })));

test.each([
  ['waits for the calendar, with nothing begun', [registered, withheld, closed], null],
  ['is paused before it begins', [{ type: 'release.paused', by: 'rita' }], null],
  ['may have begun', [registered, closed], 'is in the middle of its change of web'],
  ['was refused and tries again', [registered, withheld, registered, closed], /middle/],
  ['has changed something', [registered, applied, closed], /middle of its change of web/],
  ['does not wait', [], 'is at work'],
  ['has given it back', [{ type: 'lease.released', environment: 'production' }], /not hold/],
] as const)('a holder that %s: whether it gives way', (_, events, why) => {
  const found = whyNotGiveWay(stateOf(...events), 'production', 0);
  if (why instanceof RegExp) expect(found).toMatch(why);
  else expect(found).toBe(why);
});

test('nobody gives way while a step is under way, or on the way back', () => {
  const waiting = stateOf(closed);
  expect(whyNotGiveWay(waiting, 'production', 0)).toBeNull();
  expect(whyNotGiveWay(waiting, 'production', 1)).toMatch(/step under way/);
  const back = { ...waiting, phase: 'rolling-back' } as const;
  expect(whyNotGiveWay(back, 'production', 0)).toMatch(/way back/);
});

test('who gave way has nothing left to undo, and looks again once it holds it anew', () => {
  const reason = '';
  const yielded = { type: 'lease.yielded', environment: 'production', fence: 7 } as const;
  const gave = { ...yielded, to: 'hotfix', reason };
  const granted = { type: 'lease.granted', environment: 'production', fence: 9 } as const;
  const after = stateOf(registered, withheld, gave, granted);
  expect(after.changes).toEqual([]);
  expect(after.leases).toMatchObject([{ status: 'held', fence: 9, gaveWay: { fence: 7 } }]);
  const rechecked = { type: 'environment.rechecked', environment: 'production' } as const;
  expect(stateOf(gave, granted, rechecked).leases[0]).not.toHaveProperty('gaveWay');
});

const blocker: Blocker = {
  id: 'production/deploy/lease',
  kind: 'lease',
  stage: 'production/deploy',
  reason: 'It is in the queue.',
  clearedBy: [],
  remedy: '',
  since: at,
  until: null,
  then: null,
};

test('an emergency reads whom it waits for, why nothing interrupts that, and who clears it', () => {
  const plan = aPlan([aStage('deploy')]);
  const holder: Holder = { release: 'usual', plan, state: stateOf(registered, applied, closed) };
  const asking = { services: ['web'], releaseClass: 'emergency' } as const;
  expect(nameHolder(blocker, 'production', asking, holder)).toMatchObject({
    reason: expect.stringMatching(/usual holds production and is in the middle .* of web/),
    clearedBy: ['management'],
    remedy: expect.stringContaining('rollback'),
  });
  const waiting = { ...holder, state: stateOf(closed) };
  expect(nameHolder(blocker, 'production', asking, waiting).reason).toMatch(/about to let/);
  const calm = { ...asking, releaseClass: 'normal' } as const;
  expect(nameHolder(blocker, 'production', calm, waiting).clearedBy).toEqual([]);
});

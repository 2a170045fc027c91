import {
  type Decided,
  type Expected,
  type LeaseBook,
  type LeaseRequest,
  patienceMs,
} from '../domain/environment/lease.ts';
import type { LeaseMessage } from '../domain/environment/lease-message.ts';
import { steadfast } from './activity-proxies.ts';

/** Messages to an environment, and what the records say about those whom they concern. */
export type CheckedMessages = {
  /** Those of the messages that the records of their releases bear out, in their order. */
  readonly genuine: readonly LeaseMessage[];
  /** The book with what is known by now of its places, its reservations and its releases. */
  readonly before: LeaseBook;
  /** Who goes before whom by now. */
  readonly decided: Decided;
  /** What one of the releases asks for. */
  readonly requestOf: (release: string) => LeaseRequest;
};

/** Has messages checked by one step. */
export async function checkMessages(
  book: LeaseBook,
  messages: readonly LeaseMessage[],
): Promise<CheckedMessages> {
  const { environment, queue, holders } = book;
  const checked = await steadfast(`Check ${messages.length} messages`).checkLeaseMessages({
    environment,
    messages: messages.map(({ asks, release, fence }) =>
      fence === undefined ? { asks, release } : { asks, release, fence },
    ),
    queue: queue.map(({ release }) => release),
    ...(queue.length === 0 ? {} : { lowest: Math.min(...queue.map(({ priority }) => priority)) }),
    holders: holders.map(({ release }) => release),
  });
  const genuine = messages.filter((message) =>
    checked.genuine.some(
      ({ asks, release, fence }) =>
        asks === message.asks && release === message.release && fence === message.fence,
    ),
  );
  const { own = {}, decided = {}, emergencies = [], services = {} } = checked;
  const changing = <Each extends { readonly release: string }>(each: Each): Each => {
    const theirs = services[each.release];
    return theirs === undefined ? each : { ...each, services: theirs };
  };
  const requestOf = (release: string): LeaseRequest => {
    const isEmergency = emergencies.includes(release) ? ({ isEmergency: true } as const) : {};
    return changing({ release, priority: own[release] ?? 0, ...isEmergency });
  };
  const { capacity: _, reservations: __, expected: ___, ...rest } = book;
  const before = {
    ...rest,
    ...(checked.capacity === undefined ? {} : { capacity: checked.capacity }),
    ...(checked.reservations === undefined ? {} : { reservations: checked.reservations }),
    ...(checked.expected === undefined ? {} : { expected: awaited(book, checked.expected) }),
    holders: holders.map(changing),
    queue: queue.map(changing),
  };
  return { genuine, before, decided, requestOf };
}

/** Nobody is waited for longer than from when they were first expected. */
function awaited({ expected = [] }: LeaseBook, now: readonly LeaseRequest[]): readonly Expected[] {
  const until = new Date(Date.now() + patienceMs).toISOString();
  return now.map((one) => {
    const known = expected.find(({ release }) => release === one.release);
    return { ...one, until: known?.until ?? until };
  });
}

import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  setCurrentDetails,
  setDefaultSignalHandler,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { looksAgainAt } from '../domain/environment/grant-next.ts';
import type { LeaseBook, LeaseRequest } from '../domain/environment/lease.ts';
import { type LeaseMessage, readLeaseMessage } from '../domain/environment/lease-message.ts';
import {
  type EnvironmentInput,
  environmentQuery,
  environmentWorkflowId,
  giveWaySignal,
  releaseLeaseSignal,
  requestLeaseSignal,
  reservationsChangedSignal,
  takeLeaseUpdate,
} from './contract.ts';
import { isTimeToContinue } from './journal.ts';
import { recordedLeases } from './recorded-leases.ts';
import { type Asked, serveLease } from './serve-lease.ts';
import { waitUntil } from './wait-for.ts';

/** So many messages are checked in one step; the others wait for the next. */
const messagesPerStep = 100;

/**
 * One environment: hands it to one release at a time, or to as many as it has places for, by
 * priority and then in the order of asking, each time under a higher fencing number. Lives for
 * ever. Nothing is believed because it was sent: a message counts when the records of its release
 * say the same, and each run begins with the holders that the records name. They learn of a holder
 * before the holder does.
 */
export async function environmentWorkflow(input: EnvironmentInput): Promise<never> {
  const { environment } = input;
  if (workflowInfo().workflowId !== environmentWorkflowId(environment)) {
    throw ApplicationFailure.nonRetryable(`This is not the workflow of ${environment}.`);
  }
  const queue = input.carried?.queue ?? [];
  const inbox: Asked[] = queue.map(({ release }) => ({ asks: 'request', release }));
  let book: LeaseBook = { environment, holders: [], fence: 0, queue: [] };
  let hasChanged = false;
  setHandler(environmentQuery, () => book);
  setHandler(reservationsChangedSignal, () => {
    hasChanged = true;
  });
  listen(inbox);
  book = await recordedBook(input);
  for (;;) {
    setCurrentDetails(describe(book));
    await isDue(book, () => inbox.length > 0 || hasChanged);
    hasChanged = false;
    const messages = inbox.splice(0, messagesPerStep);
    book = await serveLease(book, messages);
    for (const { release, answer } of messages) {
      const held = book.holders.find((holder) => holder.release === release);
      answer?.(held?.fence ?? null);
    }
    if (!isTimeToContinue()) continue;
    await condition(() => allHandlersFinished() || inbox.length > 0);
    if (inbox.length === 0) {
      return continueAsNew<typeof environmentWorkflow>({ environment, carried: book });
    }
  }
}

/**
 * Until there is something to do, or a reservation ends that kept all who wait out, or whoever they
 * wait for may not come any more.
 */
async function isDue(book: LeaseBook, isAsked: () => boolean): Promise<void> {
  const until = looksAgainAt(book, new Date().toISOString());
  if (until === null) await condition(isAsked);
  else await waitUntil(until, isAsked, `Who may have ${book.environment} is looked at again`);
}

function listen(inbox: Asked[]): void {
  const takeIn = (asks: LeaseMessage['asks']) => (payload: unknown) => {
    const message = readLeaseMessage(asks, payload);
    if (message !== null) inbox.push(message);
  };
  setHandler(requestLeaseSignal, takeIn('request'));
  setHandler(releaseLeaseSignal, takeIn('return'));
  setHandler(giveWaySignal, takeIn('give-way'));
  setDefaultSignalHandler(() => {});
  const take = ({ release }: LeaseRequest) =>
    new Promise<number | null>((answer) => inbox.push({ asks: 'request', release, answer }));
  setHandler(takeLeaseUpdate, take, { validator: requireReadable });
}

/** The holders and the fencing number as they are recorded, whatever a run was started with. */
async function recordedBook({ environment, carried }: EnvironmentInput): Promise<LeaseBook> {
  const recorded = await recordedLeases(environment);
  const holders = recorded.holders.map((lease) => {
    const known = carried?.holders?.find(({ fence }) => fence === lease.fence);
    return { ...lease, since: known?.since ?? new Date().toISOString() };
  });
  return { environment, holders, fence: recorded.fence, queue: [] };
}

function requireReadable(request: unknown): void {
  if (readLeaseMessage('request', request) !== null) return;
  throw ApplicationFailure.nonRetryable('The request names no release.');
}

const shownReservations = 10;

function describe(book: LeaseBook): string {
  const { environment, holders, queue, capacity = 1, reservations = [], expected = [] } = book;
  const held = holders.map(({ release, since, recalledFor }) => {
    const isAsked =
      recalledFor === undefined
        ? ''
        : ` It is asked to give way to the emergency \`${recalledFor}\`.`;
    return `Held by \`${release}\` since ${since}.${isAsked}`;
  });
  const places = capacity === 1 ? [] : [`${holders.length} of ${capacity} places are taken.`];
  const waiting = queue.map(({ release }) => `- \`${release}\``).join('\n');
  const reserved = reservations
    .slice(0, shownReservations)
    .map(({ release, startsAt, endsAt }) => `Reserved for \`${release}\`: ${startsAt}/${endsAt}.`);
  const now = holders.length === 0 ? ['Free.'] : held;
  const comes = expected
    .slice(0, shownReservations)
    .map(({ release, until }) => `Kept for \`${release}\`, which the calendar had held: ${until}.`);
  return [`## ${environment}`, ...now, ...places, ...reserved, ...comes, waiting].join('\n\n');
}

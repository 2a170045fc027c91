import {
  getExternalWorkflowHandle,
  isCancellation,
  type SignalDefinition,
} from '@temporalio/workflow';
import { grantNext } from '../domain/environment/grant-next.ts';
import {
  type Held,
  type LeaseBook,
  type LeaseRequest,
  letGiveWay,
  reorderQueue,
  requestLease,
  returnLease,
} from '../domain/environment/lease.ts';
import type { LeaseMessage } from '../domain/environment/lease-message.ts';
import { recallsFor } from '../domain/environment/recall-for.ts';
import { steadfast } from './activity-proxies.ts';
import { type CheckedMessages, checkMessages } from './check-messages.ts';
import { leaseGrantedSignal, leaseRecalledSignal, releaseWorkflowId } from './contract.ts';

/** A message, and whoever waits for its answer. */
export type Asked = LeaseMessage & { readonly answer?: (fence: number | null) => void };

/** Does what the messages say, as far as the records bear them out, and tells the next holders. */
export async function serveLease(
  carried: LeaseBook,
  messages: readonly Asked[],
): Promise<LeaseBook> {
  const checked = await checkMessages(carried, messages);
  const { genuine, before, decided, requestOf } = checked;
  const book = genuine.reduce(
    (changed, message) => heed(changed, message, checked),
    reorderQueue(before, decided),
  );
  for (const held of before.holders) {
    if (!book.holders.includes(held)) await remember(book, { ...held, release: null });
  }
  // Whoever was in the queue before was told that its turn comes as a signal.
  const answered = new Set(messages.flatMap(({ release, answer }) => (answer ? release : [])));
  for (const { release } of before.queue) answered.delete(release);
  // A holder that asks again did not hear the answer.
  const again = book.holders.filter((held) => genuine.some((message) => asksFor(message, held)));
  for (const held of again) if (!answered.has(held.release)) await tellHolder(book, held);
  const handed = await handOut(book, answered, decided);
  const waited = (release: string) => before.queue.find((request) => request.release === release);
  return recall(handed, (release) => waited(release) ?? requestOf(release), decided, again);
}

function heed(book: LeaseBook, asked: LeaseMessage, checked: CheckedMessages): LeaseBook {
  const { asks, release, fence = 0 } = asked;
  if (asks === 'return') return returnLease(book, release);
  const request = checked.requestOf(release);
  if (asks === 'request') return requestLease(book, request, checked.decided);
  return letGiveWay(book, { ...request, fence }, checked.decided);
}

function asksFor({ asks, release }: LeaseMessage, held: Held): boolean {
  return asks === 'request' && release === held.release;
}

/**
 * Gives free places to the next in the queue who are still there. `answered` hear of their grant as
 * the answer to their asking.
 */
async function handOut(
  before: LeaseBook,
  answered: ReadonlySet<string>,
  decided: CheckedMessages['decided'],
): Promise<LeaseBook> {
  let book = before;
  for (;;) {
    const next = grantNext(book, new Date().toISOString(), decided);
    const held = next.holders.at(-1);
    if (next === book || held === undefined) return book;
    book = next;
    await remember(book, held);
    if (answered.has(held.release) || (await tellHolder(book, held))) continue;
    // Who is gone before its turn does not block the others.
    book = returnLease(book, held.release);
    await remember(book, { ...held, release: null });
  }
}

/**
 * Asks holders to give way when an emergency comes first, or lets them stay when none does any
 * more. The records learn of it before the holders do, which believe them alone. `again`: those to
 * be asked even though they were asked before, because they may not have heard.
 */
async function recall(
  book: LeaseBook,
  requestOf: (release: string) => LeaseRequest,
  decided: CheckedMessages['decided'],
  again: readonly Held[],
): Promise<LeaseBook> {
  const recalls = recallsFor(book, requestOf, decided);
  const holders: Held[] = [];
  for (const before of book.holders) {
    const first = recalls.get(before.release);
    const { recalledFor: asked, ...rest } = before;
    const held = first === undefined ? rest : { ...rest, recalledFor: first };
    holders.push(held);
    if (first !== asked) await remember(book, held);
    const isHeard = first === asked && !again.includes(before);
    if (first === undefined || isHeard) continue;
    await tell(held.release, leaseRecalledSignal, { environment: book.environment });
  }
  return { ...book, holders };
}

/** `release` null: the place is free again. */
function remember(
  { environment }: LeaseBook,
  { place, release, fence, recalledFor }: Omit<Held, 'release'> & { release: string | null },
): Promise<void> {
  const isRecalled = release !== null && recalledFor !== undefined;
  return steadfast(`${environment}: ${release ?? 'free'}`).recordLease({
    environment,
    place,
    release,
    fence,
    ...(isRecalled ? { recalledFor } : {}),
  });
}

/** False when the holder does not exist any more. */
async function tellHolder({ environment }: LeaseBook, held: Held): Promise<boolean> {
  return tell(held.release, leaseGrantedSignal, { environment, fence: held.fence });
}

/** False when there is no such release any more. */
async function tell<Payload>(
  release: string,
  signal: SignalDefinition<[Payload]>,
  payload: Payload,
): Promise<boolean> {
  const handle = getExternalWorkflowHandle(releaseWorkflowId(release));
  try {
    await handle.signal(signal, payload);
    return true;
  } catch (error) {
    if (isCancellation(error)) throw error;
    return false;
  }
}

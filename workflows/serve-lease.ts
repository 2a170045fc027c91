import {
  getExternalWorkflowHandle,
  isCancellation,
  type SignalDefinition,
} from '@temporalio/workflow';
import {
  grantNext,
  type LeaseBook,
  type LeaseMessage,
  type LeaseRequest,
  letGiveWay,
  reorderQueue,
  requestLease,
  returnLease,
} from '../domain/environment/lease.ts';
import { recallFor } from '../domain/environment/recall-for.ts';
import { steadfast } from './activity-proxies.ts';
import { leaseGrantedSignal, leaseRecalledSignal, releaseWorkflowId } from './contract.ts';

/** A message, and whoever waits for its answer. */
export type Asked = LeaseMessage & { readonly answer?: (fence: number | null) => void };

/** Does what the messages say, as far as the records bear them out, and tells the next holder. */
export async function serveLease(
  before: LeaseBook,
  messages: readonly Asked[],
): Promise<LeaseBook> {
  const holder = before.holder?.release;
  const checked = await check(before, messages);
  const { genuine, decided } = checked;
  const book = genuine.reduce(
    (changed, message) => heed(changed, message, checked),
    reorderQueue({ ...unreserved(before), ...checked.reserved }, decided),
  );
  // A holder that asks again did not hear the answer.
  const asksAgain = genuine.filter(({ asks, release }) => asks === 'request' && release === holder);
  if (book.holder?.release !== holder) await remember(book);
  else if (asksAgain.some(({ answer }) => !answer)) await tellHolder(book);
  // Whoever was in the queue before was told that its turn comes as a signal.
  const answered = new Set(messages.flatMap(({ release, answer }) => (answer ? release : [])));
  for (const { release } of before.queue) answered.delete(release);
  const handed = await handOut(book, answered);
  const held = handed.holder?.release ?? '';
  const waited = before.queue.find(({ release }) => release === held);
  return recall(handed, waited ?? requestOf(held, checked), checked, asksAgain.length > 0);
}

function unreserved(book: LeaseBook): LeaseBook {
  const { reservations: _, ...rest } = book;
  return rest;
}

function heed(book: LeaseBook, { asks, release, fence = 0 }: Asked, checked: Checked): LeaseBook {
  if (asks === 'return') return returnLease(book, release);
  const request = requestOf(release, checked);
  if (asks === 'request') return requestLease(book, request, checked.decided);
  return letGiveWay(book, { ...request, fence }, checked.decided);
}

function requestOf(release: string, { own, emergencies }: Checked): LeaseRequest {
  const priority = own[release] ?? 0;
  return { release, priority, ...(emergencies.has(release) ? { isEmergency: true } : {}) };
}

/**
 * Asks the holder to give way when an emergency comes first, or lets it stay when none does any
 * more. The records learn of it before the holder does, which believes them alone. `again`: also
 * when it was asked before, because it may not have heard.
 */
async function recall(
  before: LeaseBook,
  held: LeaseRequest,
  { decided }: Checked,
  again: boolean,
): Promise<LeaseBook> {
  const { recalledFor: asked, ...rest } = before;
  if (before.holder === null) return before;
  const first = recallFor(before, held, decided) ?? undefined;
  if (first === asked && !(again && first !== undefined)) return before;
  const book = first === undefined ? rest : { ...rest, recalledFor: first };
  if (first !== asked) await remember(book);
  const { environment } = book;
  if (first !== undefined) await tell(held.release, leaseRecalledSignal, { environment });
  return book;
}

type Checked = Awaited<ReturnType<typeof check>>;

/**
 * Those of the messages that the records of their releases bear out, in their order, who goes
 * before whom by now, and for whom it is reserved.
 */
async function check({ environment, queue, holder }: LeaseBook, messages: readonly Asked[]) {
  const checked = await steadfast(`Check ${messages.length} messages`).checkLeaseMessages({
    environment,
    messages: messages.map(({ asks, release, fence }) =>
      fence === undefined ? { asks, release } : { asks, release, fence },
    ),
    queue: queue.map(({ release }) => release),
    ...(holder === null ? {} : { holder: holder.release }),
  });
  const genuine = messages.filter((message) =>
    checked.genuine.some(
      ({ asks, release, fence }) =>
        asks === message.asks && release === message.release && fence === message.fence,
    ),
  );
  const { own = {}, decided = {}, emergencies = [], reservations } = checked;
  const reserved = reservations === undefined ? {} : { reservations };
  return { genuine, own, decided, emergencies: new Set(emergencies), reserved };
}

/**
 * Gives a free environment to the next in the queue who is still there. `answered` hear of their
 * grant as the answer to their asking.
 */
async function handOut(before: LeaseBook, answered: ReadonlySet<string>): Promise<LeaseBook> {
  let book = before;
  for (;;) {
    const next = grantNext(book, new Date().toISOString());
    if (next === book) return book;
    book = next;
    await remember(book);
    const isAnswered = answered.has(book.holder?.release ?? '');
    if (isAnswered || (await tellHolder(book))) return book;
    // Who is gone before its turn does not block the others.
    book = returnLease(book, book.holder?.release ?? '');
    await remember(book);
  }
}

function remember({ environment, holder, fence, recalledFor }: LeaseBook): Promise<void> {
  const release = holder?.release ?? null;
  return steadfast(`${environment}: ${release ?? 'free'}`).recordLease({
    environment,
    release,
    fence,
    ...(recalledFor === undefined ? {} : { recalledFor }),
  });
}

/** False when the holder does not exist any more. */
async function tellHolder({ environment, holder, fence }: LeaseBook): Promise<boolean> {
  if (holder === null) return true;
  return tell(holder.release, leaseGrantedSignal, { environment, fence });
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

import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  type SignalDefinition,
  setCurrentDetails,
  setDefaultSignalHandler,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import {
  grantNext,
  type LeaseBook,
  type LeaseMessage,
  type LeaseRequest,
  letGiveWay,
  readLeaseMessage,
  reorderQueue,
  requestLease,
  returnLease,
} from '../domain/environment/lease.ts';
import { recallFor } from '../domain/environment/recall-for.ts';
import { steadfast } from './activity-proxies.ts';
import {
  type EnvironmentInput,
  environmentQuery,
  environmentWorkflowId,
  giveWaySignal,
  leaseGrantedSignal,
  leaseRecalledSignal,
  releaseLeaseSignal,
  releaseWorkflowId,
  requestLeaseSignal,
  takeLeaseUpdate,
} from './contract.ts';
import { isTimeToContinue } from './journal.ts';

/** So many messages are checked in one step; the others wait for the next. */
const messagesPerStep = 100;

/** A message, and whoever waits for its answer. */
type Asked = LeaseMessage & { readonly answer?: (fence: number | null) => void };

/**
 * One environment: hands it to one release at a time, by priority and then in the order of asking,
 * each time under a higher fencing number. Lives for ever. Nothing is believed because it was sent:
 * a message counts when the records of its release say the same, and each run begins with the
 * holder that the records name. They learn of a holder before the holder does.
 */
export async function environmentWorkflow(input: EnvironmentInput): Promise<never> {
  const { environment } = input;
  if (workflowInfo().workflowId !== environmentWorkflowId(environment)) {
    throw ApplicationFailure.nonRetryable(`This is not the workflow of ${environment}.`);
  }
  const queue = input.carried?.queue ?? [];
  const inbox: Asked[] = queue.map(({ release }) => ({ asks: 'request', release }));
  let book: LeaseBook = { environment, holder: null, fence: 0, queue: [] };
  setHandler(environmentQuery, () => book);
  listen(inbox);
  book = await recordedBook(environment, input.carried);
  for (;;) {
    setCurrentDetails(describe(book));
    await condition(() => inbox.length > 0);
    const messages = inbox.splice(0, messagesPerStep);
    book = await serve(book, messages);
    for (const { release, answer } of messages) {
      answer?.(book.holder?.release === release ? book.fence : null);
    }
    if (!isTimeToContinue()) continue;
    await condition(() => allHandlersFinished() || inbox.length > 0);
    if (inbox.length === 0) {
      return continueAsNew<typeof environmentWorkflow>({ environment, carried: book });
    }
  }
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

/** Does what the messages say, as far as the records bear them out, and tells the next holder. */
async function serve(before: LeaseBook, messages: readonly Asked[]): Promise<LeaseBook> {
  const holder = before.holder?.release;
  const checked = await check(before, messages);
  const { genuine, decided } = checked;
  const book = genuine.reduce(
    (changed, message) => heed(changed, message, checked),
    reorderQueue(before, decided),
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

/** The holder and the fencing number as they are recorded, whatever a run was started with. */
async function recordedBook(environment: string, carried?: LeaseBook): Promise<LeaseBook> {
  const lease = await steadfast(`Who holds ${environment}?`).currentLease({ environment });
  const release = lease?.release ?? null;
  const known = carried?.holder?.release === release ? carried?.holder : null;
  const holder = release === null ? null : (known ?? { release, since: new Date().toISOString() });
  const recalledFor = lease?.recalledFor;
  const recalled = recalledFor === undefined ? {} : { recalledFor };
  return { environment, holder, fence: lease?.fence ?? 0, queue: [], ...recalled };
}

type Checked = Awaited<ReturnType<typeof check>>;

/**
 * Those of the messages that the records of their releases bear out, in their order, and who goes
 * before whom by now.
 */
async function check({ environment, queue, holder }: LeaseBook, messages: readonly Asked[]) {
  const checked = await steadfast(`Check ${messages.length} messages`).checkLeaseMessages({
    environment,
    messages: messages.map(({ answer: _, ...message }) => message),
    queue: queue.map(({ release }) => release),
    ...(holder === null ? {} : { holder: holder.release }),
  });
  const genuine = messages.filter((message) =>
    checked.genuine.some(
      ({ asks, release, fence }) =>
        asks === message.asks && release === message.release && fence === message.fence,
    ),
  );
  const { own = {}, decided = {}, emergencies = [] } = checked;
  return { genuine, own, decided, emergencies: new Set(emergencies) };
}

function requireReadable(request: unknown): void {
  if (readLeaseMessage('request', request) !== null) return;
  throw ApplicationFailure.nonRetryable('The request names no release.');
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

function describe({ environment, holder, queue, recalledFor }: LeaseBook): string {
  const isAsked =
    recalledFor === undefined
      ? ''
      : ` It is asked to give way to the emergency \`${recalledFor}\`.`;
  const held =
    holder === null ? 'Free.' : `Held by \`${holder.release}\` since ${holder.since}.${isAsked}`;
  const waiting = queue.map(({ release }) => `- \`${release}\``).join('\n');
  return `## ${environment}\n\n${held}\n\n${waiting}`;
}

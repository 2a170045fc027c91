import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
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
  readLeaseMessage,
  reorderQueue,
  requestLease,
  returnLease,
} from '../domain/environment/lease.ts';
import { steadfast } from './activity-proxies.ts';
import {
  type EnvironmentInput,
  environmentQuery,
  environmentWorkflowId,
  leaseGrantedSignal,
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
  setDefaultSignalHandler(() => {});
  const take = ({ release }: LeaseRequest) =>
    new Promise<number | null>((answer) => inbox.push({ asks: 'request', release, answer }));
  setHandler(takeLeaseUpdate, take, { validator: requireReadable });
}

/** Does what the messages say, as far as the records bear them out, and tells the next holder. */
async function serve(before: LeaseBook, messages: readonly Asked[]): Promise<LeaseBook> {
  const holder = before.holder?.release;
  const { genuine, own, decided } = await check(before, messages);
  const book = genuine.reduce(
    (changed, { asks, release }) =>
      asks === 'return'
        ? returnLease(changed, release)
        : requestLease(changed, { release, priority: own[release] ?? 0 }, decided),
    reorderQueue(before, decided),
  );
  // A holder that asks again did not hear the answer.
  const repeats = genuine.some(
    ({ asks, release, answer }) => asks === 'request' && release === holder && !answer,
  );
  if (book.holder?.release !== holder) await remember(book);
  else if (repeats) await tellHolder(book);
  // Whoever was in the queue before was told that its turn comes as a signal.
  const answered = new Set(messages.flatMap(({ release, answer }) => (answer ? release : [])));
  for (const { release } of before.queue) answered.delete(release);
  return handOut(book, answered);
}

/** The holder and the fencing number as they are recorded, whatever a run was started with. */
async function recordedBook(environment: string, carried?: LeaseBook): Promise<LeaseBook> {
  const lease = await steadfast(`Who holds ${environment}?`).currentLease({ environment });
  const release = lease?.release ?? null;
  const known = carried?.holder?.release === release ? carried?.holder : null;
  const holder = release === null ? null : (known ?? { release, since: new Date().toISOString() });
  return { environment, holder, fence: lease?.fence ?? 0, queue: [] };
}

/**
 * Those of the messages that the records of their releases bear out, in their order, and who goes
 * before whom by now.
 */
async function check({ environment, queue }: LeaseBook, messages: readonly Asked[]) {
  const checked = await steadfast(`Check ${messages.length} messages`).checkLeaseMessages({
    environment,
    messages: messages.map(({ asks, release }) => ({ asks, release })),
    queue: queue.map(({ release }) => release),
  });
  const genuine = messages.filter((message) =>
    checked.genuine.some(
      ({ asks, release }) => asks === message.asks && release === message.release,
    ),
  );
  return { genuine, own: checked.own ?? {}, decided: checked.decided ?? {} };
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

function remember({ environment, holder, fence }: LeaseBook): Promise<void> {
  const release = holder?.release ?? null;
  return steadfast(`${environment}: ${release ?? 'free'}`).recordLease({
    environment,
    release,
    fence,
  });
}

/** False when the holder does not exist any more. */
async function tellHolder({ environment, holder, fence }: LeaseBook): Promise<boolean> {
  if (holder === null) return true;
  const handle = getExternalWorkflowHandle(releaseWorkflowId(holder.release));
  try {
    await handle.signal(leaseGrantedSignal, { environment, fence });
    return true;
  } catch (error) {
    if (isCancellation(error)) throw error;
    return false;
  }
}

function describe({ environment, holder, queue }: LeaseBook): string {
  const held = holder === null ? 'Free.' : `Held by \`${holder.release}\` since ${holder.since}.`;
  const waiting = queue.map(({ release }) => `- \`${release}\``).join('\n');
  return `## ${environment}\n\n${held}\n\n${waiting}`;
}

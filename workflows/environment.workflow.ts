import {
  ApplicationFailure,
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
  readLeaseMessage,
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
} from './contract.ts';
import { isTimeToContinue } from './journal.ts';

/** So many messages are checked in one step; the others wait for the next. */
const messagesPerStep = 100;

/**
 * One environment: hands it to one release at a time, in the order of asking, each time under a
 * higher fencing number. Lives for ever. Nothing is believed because it was sent: a message counts
 * when the records of its release say the same, and each run begins with the holder that the
 * records name. They learn of a holder before the holder does.
 */
export async function environmentWorkflow(input: EnvironmentInput): Promise<never> {
  const { environment } = input;
  if (workflowInfo().workflowId !== environmentWorkflowId(environment)) {
    throw ApplicationFailure.nonRetryable(`This is not the workflow of ${environment}.`);
  }
  const queue = input.carried?.queue ?? [];
  const inbox: LeaseMessage[] = queue.map(({ release }) => ({ asks: 'request', release }));
  let book: LeaseBook = { environment, holder: null, fence: 0, queue: [] };
  const takeIn = (asks: LeaseMessage['asks']) => (payload: unknown) => {
    const message = readLeaseMessage(asks, payload);
    if (message !== null) inbox.push(message);
  };
  setHandler(environmentQuery, () => book);
  setHandler(requestLeaseSignal, takeIn('request'));
  setHandler(releaseLeaseSignal, takeIn('return'));
  setDefaultSignalHandler(() => {});
  book = await recordedBook(environment, input.carried);
  for (;;) {
    setCurrentDetails(describe(book));
    await condition(() => inbox.length > 0);
    const messages = inbox.splice(0, messagesPerStep);
    const genuine = await check(environment, messages);
    const holder = book.holder?.release;
    for (const { asks, release } of genuine) {
      book =
        asks === 'return'
          ? returnLease(book, release)
          : requestLease(book, { release, priority: 0 });
    }
    // A holder that asks again did not hear the answer.
    const repeats = genuine.some(({ asks, release }) => asks === 'request' && release === holder);
    if (book.holder?.release !== holder) await remember(book);
    else if (repeats) await tellHolder(book);
    book = await handOut(book);
    if (isTimeToContinue() && inbox.length === 0) {
      return continueAsNew<typeof environmentWorkflow>({ environment, carried: book });
    }
  }
}

/** The holder and the fencing number as they are recorded, whatever a run was started with. */
async function recordedBook(environment: string, carried?: LeaseBook): Promise<LeaseBook> {
  const lease = await steadfast(`Who holds ${environment}?`).currentLease({ environment });
  const release = lease?.release ?? null;
  const known = carried?.holder?.release === release ? carried?.holder : null;
  const holder = release === null ? null : (known ?? { release, since: new Date().toISOString() });
  return { environment, holder, fence: lease?.fence ?? 0, queue: [] };
}

/** Those of the messages that the records of their releases bear out, in their order. */
async function check(
  environment: string,
  messages: readonly LeaseMessage[],
): Promise<readonly LeaseMessage[]> {
  const { genuine } = await steadfast(`Check ${messages.length} messages`).checkLeaseMessages({
    environment,
    messages,
  });
  return genuine;
}

/** Gives a free environment to the next in the queue who is still there. */
async function handOut(before: LeaseBook): Promise<LeaseBook> {
  let book = before;
  for (;;) {
    const next = grantNext(book, new Date().toISOString());
    if (next === book) return book;
    book = next;
    await remember(book);
    if (await tellHolder(book)) return book;
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

import {
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import {
  grantNext,
  type LeaseBook,
  requestLease,
  returnLease,
} from '../domain/environment/lease.ts';
import { steadfast } from './activity-proxies.ts';
import {
  type EnvironmentInput,
  environmentQuery,
  leaseGrantedSignal,
  releaseLeaseSignal,
  releaseWorkflowId,
  requestLeaseSignal,
} from './contract.ts';
import { isTimeToContinue } from './journal.ts';

/**
 * One environment: hands it to one release at a time, in the order of asking, each time under a
 * higher fencing number. Lives for ever; the records learn of a holder before the holder does.
 */
export async function environmentWorkflow(input: EnvironmentInput): Promise<never> {
  const { environment } = input;
  let book: LeaseBook = input.carried ?? { environment, holder: null, fence: 0, queue: [] };
  const returns: string[] = [];
  /** A holder that asks again did not hear the answer. */
  let repeat = false;
  let asked = false;
  setHandler(environmentQuery, () => book);
  setHandler(requestLeaseSignal, (request) => {
    if (book.holder?.release === request.release) repeat = true;
    book = requestLease(book, request);
    asked = true;
  });
  setHandler(releaseLeaseSignal, ({ release }) => {
    returns.push(release);
    asked = true;
  });
  for (;;) {
    setCurrentDetails(describe(book));
    await condition(() => asked);
    asked = false;
    for (let release = returns.shift(); release !== undefined; release = returns.shift()) {
      const held = book.holder?.release === release;
      book = returnLease(book, release);
      if (held) await remember(book);
    }
    const next = grantNext(book, new Date().toISOString());
    if (next !== book) {
      book = next;
      await remember(book);
      repeat = true;
    }
    if (repeat && !(await tellHolder(book))) {
      // A holder that is gone does not block the others: its turn is over, and the next one comes.
      returns.push(book.holder?.release ?? '');
      asked = true;
    }
    repeat = false;
    if (isTimeToContinue() && !asked) {
      return continueAsNew<typeof environmentWorkflow>({ environment, carried: book });
    }
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

import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Receipt } from '../domain/approval/statement.ts';
import { receiptQuery } from '../workflows/contract.ts';

/** The time between two looks for a receipt grows from the first to the last of these. */
const receiptStepsMs = { first: 8, last: 64 } as const;

/** What a workflow says of a statement, waiting up to that time; null when it has not spoken. */
export async function awaitReceipt(
  client: Client,
  workflowId: string,
  id: string,
  waitMs: number,
): Promise<Receipt | null> {
  const handle = client.workflow.getHandle(workflowId);
  const deadline = Date.now() + waitMs;
  for (let stepMs: number = receiptStepsMs.first; ; stepMs *= 2) {
    const receipt = await client.connection
      .withDeadline(deadline, () => handle.query(receiptQuery, id))
      // Whoever cannot be asked has not spoken: the statement lies in the history all the same.
      .catch(() => null);
    if (receipt !== null) return receipt;
    const pauseMs = Math.min(stepMs, receiptStepsMs.last);
    if (Date.now() + pauseMs >= deadline) return null;
    await sleep(pauseMs);
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Receipt } from '../../domain/approval/statement.ts';
import type { ApiRecords } from '../records-port.ts';

const stepMs = 25;

/**
 * The receipt as soon as the records hold it, or null after that time. Many callers at once may
 * ask: the records are read for this, because a workflow answers queries one by one, and only
 * between its tasks.
 */
export async function recordedReceipt(
  release: string,
  id: string,
  waitMs: number,
  records: Pick<ApiRecords, 'state'>,
): Promise<Receipt | null> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const state = await records.state(release);
    const receipt = state?.receipts.find((each) => each.id === id);
    if (receipt !== undefined) return receipt;
    if (Date.now() + stepMs >= deadline) return null;
    await sleep(stepMs);
  }
}

import type { Receipt } from '../../domain/approval/statement.ts';
import type { Services } from '../services.ts';

/** The receipt as the records have it, or else as the workflow has it; null when neither speaks in time. */
export async function findReceipt(
  release: string,
  id: string,
  waitMs: number,
  { records, releases }: Services,
): Promise<Receipt | null> {
  const state = await records.state(release);
  const recorded = state?.receipts.find((receipt) => receipt.id === id);
  return recorded ?? releases.receipt(release, id, waitMs);
}

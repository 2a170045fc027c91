import { messages } from './activity-proxies.ts';
import type { ReleaseRun } from './release-run.ts';
import { failureOf } from './stage-failed.ts';

/**
 * Tells people something, and whether that worked. A message that cannot be sent stops no release
 * and no way back: the ledger holds that it failed.
 */
export async function tell(
  run: ReleaseRun,
  summary: string,
  message: {
    readonly audience: readonly string[];
    readonly subject: string;
    readonly text: string;
    readonly key: string;
  },
): Promise<boolean> {
  try {
    await run.journal.perform((step) => messages(summary).remind({ ...step, ...message }));
    return true;
  } catch (error) {
    if (failureOf(error) === null) throw error;
    return false;
  }
}

import { type GrantedLowering, grantedOf } from '../../domain/deviation/lowering.ts';
import type { Services } from '../services.ts';

/**
 * What somebody else has granted for a release of that name and what counts at this moment: not
 * ended, and granted by somebody who is in the group that grants it still.
 */
export async function usableLowerings(
  release: string,
  { records, clock }: Pick<Services, 'records' | 'clock'>,
): Promise<readonly GrantedLowering[]> {
  const nowMs = clock().getTime();
  const usable: GrantedLowering[] = [];
  for (const lowering of await records.lowerings()) {
    const granted = grantedOf(lowering);
    if (granted === null || lowering.documents[0].release !== release) continue;
    if (Date.parse(granted.until) <= nowMs) continue;
    const groups = await records.groupsOf(granted.answer.by);
    if (groups.includes(granted.grantedBy)) usable.push(granted);
  }
  return usable;
}

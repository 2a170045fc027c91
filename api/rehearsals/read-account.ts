import type { Services } from '../services.ts';
import { rehearsalView } from './view.ts';

/**
 * A rehearsal as the API shows it, with its account when it ends within that time. Whoever reads an
 * account first has it recorded, for releases that may not go out without one.
 */
export async function readAccount(
  rehearsal: string,
  withinMs: number,
  { records, releases }: Pick<Services, 'records' | 'releases'>,
) {
  const account = await releases.rehearsals.account(rehearsal, withinMs);
  if (account !== null) await records.keepAccount(rehearsal, account);
  return rehearsalView(rehearsal, account);
}

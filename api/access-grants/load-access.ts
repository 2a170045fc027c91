import type { AccessState } from '../../domain/access/state.ts';
import { Problem } from '../problem.ts';
import type { ApiRecords } from '../records-port.ts';

/** What is recorded of an access. Throws a `Problem` (404) for an unknown one. */
export async function loadAccess(
  access: string,
  { accessState }: Pick<ApiRecords, 'accessState'>,
): Promise<AccessState> {
  const state = await accessState(access);
  if (state !== null) return state;
  throw new Problem('unknown-access', { detail: `No access is called ${access}.` });
}

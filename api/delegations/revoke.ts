import type { Delegation } from '../../domain/approval/delegation.ts';
import type { Actor } from '../access/actor.ts';
import { Problem } from '../problem.ts';
import type { ApiRecords } from '../records-port.ts';

/**
 * Takes a delegation back from this moment on. Its giver, its delegate and administrators may;
 * taking it back again changes nothing. Throws a `Problem` for everybody else.
 */
export async function revokeDelegation(
  id: string,
  { subject, roles }: Actor,
  now: Date,
  records: Pick<ApiRecords, 'applyFiles' | 'delegations'>,
): Promise<Delegation> {
  const delegation = (await records.delegations()).find((known) => known.id === id);
  if (delegation === undefined) {
    throw new Problem('unknown-delegation', { detail: `No delegation is called ${id}.` });
  }
  const { from, to, revokedAt } = delegation;
  if (from !== subject && to !== subject && !roles.has('admin')) {
    throw new Problem('delegation-not-yours', {
      detail: `You neither gave nor received the delegation ${id}.`,
    });
  }
  if (revokedAt !== null) return delegation;
  const revoked = { ...delegation, revokedAt: now.toISOString() };
  await records.applyFiles([{ kind: 'Delegation', name: id, document: revoked }], subject);
  return revoked;
}

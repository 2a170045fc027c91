import { type Delegation, isInForce } from '../../domain/approval/delegation.ts';
import type { ApiRecords } from '../records-port.ts';

/** A delegation as people see it, with their names beside the ids that the ledger keeps. */
export type DelegationView = Omit<Delegation, 'from' | 'to'> & {
  readonly from: Named;
  readonly to: Named;
  readonly inForce: boolean;
};

/** `person` is the handle; null when nobody has that id any more. */
type Named = { readonly subject: string; readonly person: string | null };

export async function delegationView(
  delegation: Delegation,
  now: string,
  { personOf }: Pick<ApiRecords, 'personOf'>,
): Promise<DelegationView> {
  const { from, to, ...rest } = delegation;
  const [giver, delegate] = await Promise.all([personOf(from), personOf(to)]);
  return {
    ...rest,
    from: { subject: from, person: giver },
    to: { subject: to, person: delegate },
    inForce: isInForce(delegation, now),
  };
}

/** A person lets another one decide for a group in their place, until an end. */
export type Delegation = {
  readonly id: string;
  readonly group: string;
  /** Immutable pseudonymous id of the person who delegates. */
  readonly from: string;
  /** Of the delegate. */
  readonly to: string;
  /** RFC 3339; included. */
  readonly startsAt: string;
  /** RFC 3339; not included. Every delegation has an end. */
  readonly endsAt: string;
  readonly givenAt: string;
  /** RFC 3339; from then on it counts for nothing. Null while nobody took it back. */
  readonly revokedAt: string | null;
};

/** A delegation in force, as a delegate may use it. */
export type StandIn = {
  readonly delegation: string;
  readonly group: string;
  /** Pseudonymous id of the person in whose place the delegate speaks. */
  readonly from: string;
  /** RFC 3339. */
  readonly until: string;
};

/** In whose place somebody spoke, and by which delegation. */
export type InPlaceOf = { readonly delegation: string; readonly person: string };

/** How long a delegation may last at most; who needs longer gives it again. */
export const longestDelegationMs = 366 * 24 * 3_600_000;

/** Whether a delegation counts at an instant, RFC 3339: before its end and its revocation. */
export function isInForce(delegation: Delegation, at: string): boolean {
  const instant = Date.parse(at);
  const { startsAt, endsAt, revokedAt } = delegation;
  if (instant < Date.parse(startsAt) || instant >= Date.parse(endsAt)) return false;
  return revokedAt === null || instant < Date.parse(revokedAt);
}

/**
 * In whose place a person may speak at an instant. `isMember` tells who belongs to a group by the
 * directory itself: what somebody was delegated is nothing they could pass on.
 */
export function standInsOf(
  delegations: readonly Delegation[],
  to: string,
  at: string,
  isMember: (person: string, group: string) => boolean,
): readonly StandIn[] {
  return delegations
    .filter((delegation) => delegation.to === to && delegation.from !== to)
    .filter((delegation) => isInForce(delegation, at))
    .filter(({ from, group }) => isMember(from, group))
    .map(({ id, group, from, endsAt }) => ({ delegation: id, group, from, until: endsAt }))
    .toSorted((left, right) => (left.delegation < right.delegation ? -1 : 1));
}

/** Who may speak at an instant in the place of somebody of these groups, each once. */
export function delegatesOf(
  delegations: readonly Delegation[],
  groups: readonly string[],
  at: string,
  isMember: (person: string, group: string) => boolean,
): readonly string[] {
  const offered = delegations.filter(({ group }) => groups.includes(group));
  const receivers = new Set(offered.map(({ to }) => to));
  return [...receivers].filter((to) => standInsOf(offered, to, at, isMember).length > 0);
}

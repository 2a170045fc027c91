/**
 * What a release asks of an environment: to have it; to give it back, or leave the queue; or to let
 * another one before, and then to have it again. Only the last names its fence.
 */
export type LeaseMessage = {
  readonly asks: 'request' | 'return' | 'give-way';
  readonly release: string;
  readonly fence?: number;
};

const longestName = 100;

/**
 * A message as it was sent, or null when it names no release: whoever can send may send anything.
 */
export function readLeaseMessage(
  asks: LeaseMessage['asks'],
  payload: unknown,
): LeaseMessage | null {
  if (typeof payload !== 'object' || payload === null || !('release' in payload)) return null;
  const { release } = payload;
  if (typeof release !== 'string' || release === '' || release.length > longestName) return null;
  if (asks !== 'give-way') return { asks, release };
  const fence = 'fence' in payload ? payload.fence : null;
  return typeof fence === 'number' ? { asks, release, fence } : null;
}

/** What the records say of a release, as far as a lease is concerned; null: they do not know it. */
export type LeaseClaim = {
  readonly isClosed: boolean;
  /** Whether it has asked for the environment, or holds it. */
  readonly wants: boolean;
  /** Whether a step of it has begun to give the environment back since it last asked. */
  readonly givesBack: boolean;
  /** The fence under which it gave way and asks again; null: it did not. */
  readonly gaveWayUnder?: number | null;
} | null;

/**
 * Whether the records bear a message out. An environment goes only to a release that has asked for
 * it, and is taken only from one that gives it back or can use it no more.
 */
export function isBorneOut(message: Omit<LeaseMessage, 'release'>, claim: LeaseClaim): boolean {
  const { asks, fence } = message;
  // The asking may come in late: after the release has gone on to give the environment back.
  const isAsking = claim !== null && !claim.isClosed && claim.wants && !claim.givesBack;
  if (asks === 'request') return isAsking;
  if (asks === 'give-way') return isAsking && claim.gaveWayUnder === fence;
  return claim === null || claim.isClosed || !claim.wants || claim.givesBack;
}

/** The key of the step by which a release gives an environment back. */
export function leaseReturnKey(release: string, environment: string): string {
  return `${release}/${environment}/lease/release`;
}

import { isBorneOut, type LeaseClaim, type LeaseMessage } from '../domain/environment/lease.ts';
import { rankOf } from '../domain/portfolio/priority.ts';
import type { Ports } from './ports/index.ts';

type LeaseCheck = {
  readonly genuine: readonly LeaseMessage[];
  /** What those that ask say of themselves. Absent in what was recorded before. */
  readonly own?: Ranks;
  /** What the portfolios say of those that ask or wait. Absent in what was recorded before. */
  readonly decided?: Ranks;
};

/** By names of releases; more is earlier, 0 is usual. */
type Ranks = Readonly<Record<string, number>>;

/**
 * Tells which of the messages to an environment the records bear out, and who goes before whom.
 * Signals can be sent around every release, so an environment asks here before it believes one, and
 * priorities come from sealed plans and portfolios alone.
 */
export function createCheckLeaseMessages(
  ports: Pick<Ports, 'ledger' | 'leases' | 'plans' | 'portfolios'>,
) {
  return async function checkLeaseMessages(order: {
    readonly environment: string;
    readonly messages: readonly LeaseMessage[];
    /** Releases that wait already. */
    readonly queue?: readonly string[];
  }): Promise<LeaseCheck> {
    const claims = new Map<string, LeaseClaim>();
    for (const { release } of order.messages) {
      if (claims.has(release)) continue;
      claims.set(release, await claimOf(ports, release, order.environment));
    }
    const genuine = order.messages.filter(({ asks, release }) =>
      isBorneOut(asks, claims.get(release) ?? null),
    );
    const asking = genuine.flatMap(({ asks, release }) => (asks === 'request' ? release : []));
    const decisions = (await ports.portfolios.portfolios()).flatMap((each) => each.decisions);
    const known = new Set([...asking, ...(order.queue ?? [])]);
    const decided = decisions.filter(({ release }) => known.has(release));
    const ranks = decided.map(({ release, level }) => [release, rankOf(level)] as const);
    return { genuine, own: await ownRanks(ports, asking), decided: Object.fromEntries(ranks) };
  };
}

async function ownRanks(
  { plans, ledger }: Pick<Ports, 'plans' | 'ledger'>,
  releases: readonly string[],
): Promise<Ranks> {
  const ranks: Record<string, number> = {};
  for (const release of new Set(releases)) {
    const planDigest = (await ledger.state(release))?.planDigest ?? '';
    const sealed = (await plans.revised(release, planDigest)) ?? (await plans.sealed(release));
    ranks[release] = rankOf(sealed?.plan.schedule?.priority?.level ?? 'normal');
  }
  return ranks;
}

async function claimOf(
  { ledger, leases }: Pick<Ports, 'ledger' | 'leases'>,
  release: string,
  environment: string,
): Promise<LeaseClaim> {
  const state = await ledger.state(release);
  if (state === null) return null;
  return {
    isClosed: state.phase === 'closed',
    wants: state.leases.some((lease) => lease.environment === environment),
    givesBack: await leases.isGivenBack(release, environment),
  };
}

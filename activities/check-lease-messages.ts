import {
  isBorneOut,
  type LeaseClaim,
  type LeaseMessage,
} from '../domain/environment/lease-message.ts';
import type { Reservation } from '../domain/environment/reservation.ts';
import type { ReleasePlan } from '../domain/plan/plan.ts';
import { ownPriority, rankOf } from '../domain/portfolio/priority.ts';
import type { Ports } from './ports/index.ts';

type LeaseCheck = {
  readonly genuine: readonly LeaseMessage[];
  /** What those that ask say of themselves. Absent in what was recorded before. */
  readonly own?: Ranks;
  /** What the portfolios say of those that ask, wait or hold. Absent in what is older. */
  readonly decided?: Ranks;
  /** Those of the class `emergency` among who asks and who holds. Absent: none. */
  readonly emergencies?: readonly string[];
  /** How many releases may hold the environment at once. Absent: one. */
  readonly capacity?: number;
  /** What those that ask, wait or hold change. Absent where one holds it alone. */
  readonly services?: Readonly<Record<string, readonly string[]>>;
  /** Of the environment, that have not ended. Absent: none. */
  readonly reservations?: readonly Reservation[];
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
    readonly holders?: readonly string[];
  }): Promise<LeaseCheck> {
    const claims = new Map<string, LeaseClaim>();
    for (const { release } of order.messages) {
      if (claims.has(release)) continue;
      claims.set(release, await claimOf(ports, release, order.environment));
    }
    const genuine = order.messages.filter((message) =>
      isBorneOut(message, claims.get(message.release) ?? null),
    );
    const asking = genuine.flatMap(({ asks, release }) => (asks === 'return' ? [] : release));
    const decisions = (await ports.portfolios.portfolios()).flatMap((each) => each.decisions);
    const involved = [...asking, ...(order.holders ?? [])];
    const known = new Set([...involved, ...(order.queue ?? [])]);
    const decided = decisions.filter(({ release }) => known.has(release));
    const ranks = decided.map(({ release, level }) => [release, rankOf(level)] as const);
    const said = await whatTheySay(ports, involved);
    const reservations = await standing(ports, order.environment);
    const room = await roomOf(ports, order.environment, known);
    return { genuine, ...said, decided: Object.fromEntries(ranks), ...room, ...reservations };
  };
}

/** Where several releases fit in, it matters what each of them changes. */
async function roomOf(
  ports: Pick<Ports, 'leases' | 'plans' | 'ledger'>,
  environment: string,
  releases: ReadonlySet<string>,
): Promise<Pick<LeaseCheck, 'capacity' | 'services'>> {
  const capacity = await ports.leases.capacityOf(environment);
  if (capacity === 1) return {};
  const services: Record<string, readonly string[]> = {};
  for (const release of releases) {
    const plan = await planOf(ports, release);
    if (plan !== undefined) services[release] = plan.components.map(({ name }) => name);
  }
  return { capacity, services };
}

/** The plan that a release goes by as far as it is recorded. */
async function planOf(
  { plans, ledger }: Pick<Ports, 'plans' | 'ledger'>,
  release: string,
): Promise<ReleasePlan | undefined> {
  const planDigest = (await ledger.state(release))?.planDigest ?? '';
  const sealed = (await plans.revised(release, planDigest)) ?? (await plans.sealed(release));
  return sealed?.plan;
}

/** Without people's words, which no history shall hold. */
async function standing(
  { leases }: Pick<Ports, 'leases'>,
  environment: string,
): Promise<{ reservations?: readonly Reservation[] }> {
  const found = await leases.standingReservations(environment);
  const reservations = found.slice(0, mostReservations).map((each): Reservation => {
    const { id, release, startsAt, endsAt, by } = each;
    return { id, environment, release, startsAt, endsAt, by };
  });
  return reservations.length === 0 ? {} : { reservations };
}

/** The next ones decide; whoever asks later learns of those that come after them. */
const mostReservations = 50;

/** An emergency goes before the others whether or not it says so of itself. */
async function whatTheySay(
  ports: Pick<Ports, 'plans' | 'ledger'>,
  releases: readonly string[],
): Promise<{ own: Ranks; emergencies: readonly string[] }> {
  const own: Record<string, number> = {};
  const emergencies: string[] = [];
  for (const release of new Set(releases)) {
    const plan = await planOf(ports, release);
    const isEmergency = plan?.releaseClass === 'emergency';
    if (isEmergency) emergencies.push(release);
    const level = plan === undefined ? undefined : ownPriority(plan)?.level;
    own[release] = rankOf(level ?? 'normal');
  }
  return { own, emergencies };
}

async function claimOf(
  { ledger, leases }: Pick<Ports, 'ledger' | 'leases'>,
  release: string,
  environment: string,
): Promise<LeaseClaim> {
  const state = await ledger.state(release);
  if (state === null) return null;
  const known = state.leases.find((lease) => lease.environment === environment);
  return {
    isClosed: state.phase === 'closed',
    wants: known !== undefined,
    gaveWayUnder: known?.status === 'requested' ? (known.gaveWay?.fence ?? null) : null,
    givesBack: await leases.isGivenBack(release, environment),
  };
}

import { expectedAmong } from '../domain/environment/expected.ts';
import type { LeaseRequest } from '../domain/environment/lease.ts';
import {
  isBorneOut,
  type LeaseClaim,
  type LeaseMessage,
} from '../domain/environment/lease-message.ts';
import type { Reservation } from '../domain/environment/reservation.ts';
import type { ReleasePlan } from '../domain/plan/plan.ts';
import { ownPriority, type Portfolio, rankOf } from '../domain/portfolio/priority.ts';
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
  /** Who goes before one that asks or waits, and is about to ask. Absent: nobody. */
  readonly expected?: readonly LeaseRequest[];
};

/** By names of releases; more is earlier, 0 is usual. */
type Ranks = Readonly<Record<string, number>>;

/**
 * Tells which of the messages to an environment the records bear out, and who goes before whom.
 * Signals can be sent around every release, so an environment asks here before it believes one, and
 * priorities come from sealed plans and portfolios alone.
 */
export function createCheckLeaseMessages(
  ports: Pick<Ports, 'ledger' | 'leases' | 'plans' | 'portfolios' | 'calendar' | 'clock'>,
) {
  return async function checkLeaseMessages(order: {
    readonly environment: string;
    readonly messages: readonly LeaseMessage[];
    /** Releases that wait already. */
    readonly queue?: readonly string[];
    /** The lowest priority in the queue. Absent where nobody waits. */
    readonly lowest?: number;
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
    const portfolios = await ports.portfolios.portfolios();
    const decisions = portfolios.flatMap((each) => each.decisions);
    const involved = [...asking, ...(order.holders ?? [])];
    const known = new Set([...involved, ...(order.queue ?? [])]);
    const ranks = decisions
      .filter(({ release }) => known.has(release))
      .map(({ release, level }) => [release, rankOf(level)] as const);
    const said = await whatTheySay(ports, involved);
    const reservations = await standing(ports, order.environment);
    const room = await roomOf(ports, order.environment, known);
    const own = asking.map((release) => said.own[release] ?? 0);
    const lowest = Math.min(...own, ...ranks.map(([, rank]) => rank), order.lowest ?? Infinity);
    const isFull = (order.holders ?? []).length - leaving(genuine) >= (room.capacity ?? 1);
    const expected = isFull ? {} : await expectedIn(ports, order.environment, portfolios, lowest);
    const decided = Object.fromEntries(ranks);
    return { genuine, ...said, decided, ...room, ...reservations, ...expected };
  };
}

/** How many of the messages make room. */
function leaving(messages: readonly LeaseMessage[]): number {
  return messages.filter(({ asks }) => asks !== 'request').length;
}

/** Nobody asks (`above` is infinite): then nobody has to wait for others either. */
async function expectedIn(
  { leases, calendar, clock }: Pick<Ports, 'leases' | 'calendar' | 'clock'>,
  environment: string,
  portfolios: readonly Portfolio[],
  above: number,
): Promise<{ expected?: readonly LeaseRequest[] }> {
  const bound = above === Infinity ? [] : await leases.boundReleases(environment);
  if (bound.length === 0) return {};
  const sight = { environment, portfolios, above, calendar: await calendar.calendar() };
  const expected = expectedAmong(bound, { ...sight, now: clock().toISOString() });
  return expected.length === 0 ? {} : { expected: expected.slice(0, mostExpected) };
}

/** The first of them decide; later ones are looked at when these are in. */
const mostExpected = 20;

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

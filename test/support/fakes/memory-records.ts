import { StepFailure } from '../../../activities/ports/failures.ts';
import type { Ports } from '../../../activities/ports/index.ts';
import type { KeptStatement, LedgerAction, SealedPlan } from '../../../activities/ports/records.ts';
import { type NotedLeases, notedIn, noteLease } from '../../../adapters/simulated/noted-leases.ts';
import { addressDigest } from '../../../domain/approval/address-digest.ts';
import { type Delegation, delegatesOf, standInsOf } from '../../../domain/approval/delegation.ts';
import { openCalendar } from '../../../domain/calendar/calendar.ts';
import type { CalendarEntry } from '../../../domain/calendar/entry.ts';
import type { DutySet } from '../../../domain/duties/duty-set.ts';
import { boundFor } from '../../../domain/environment/bound-for.ts';
import { leaseReturnKey } from '../../../domain/environment/lease-message.ts';
import type { NotedLease } from '../../../domain/environment/recorded-leases.ts';
import type { Reservation } from '../../../domain/environment/reservation.ts';
import type { PortfolioDecision } from '../../../domain/portfolio/priority.ts';
import type { DutyOrigin } from '../../../domain/proposal/why-unconfirmed.ts';
import { applyFact } from '../../../domain/release/apply-fact.ts';
import type { ReleaseFact } from '../../../domain/release/event.ts';
import { initialState, type ReleaseState } from '../../../domain/release/state.ts';

/** What a test can look at and change behind the records that it gave to the activities. */
export type MemoryRecords = Pick<
  Ports,
  'ledger' | 'plans' | 'statements' | 'directory' | 'calendar' | 'portfolios' | 'duties' | 'leases'
> & {
  readonly facts: Map<string, ReleaseFact[]>;
  readonly actions: LedgerAction[];
  readonly sealed: Map<string, SealedPlan>;
  /** Plans that were sealed for revisions, by release and digest. */
  readonly revised: Map<string, SealedPlan>;
  readonly groups: Map<string, readonly string[]>;
  readonly delegations: Delegation[];
  readonly entries: CalendarEntry[];
  readonly decided: PortfolioDecision[];
  /** The duties that are applied. */
  applied: DutySet | null;
  /** What stands behind them; unless it is changed, they are the first. */
  dutyOrigin: DutyOrigin;
  /** Signed statements by digest. */
  readonly kept: Map<string, KeptStatement>;
  /** Who has a place of an environment, as recorded last. */
  readonly held: NotedLeases;
  /** Every grant and return, in its order. */
  readonly leaseHistory: NotedLease[];
  /** How many releases may hold an environment; one where nothing is said. */
  readonly capacities: Map<string, number>;
  readonly reservations: Reservation[];
  /** Is awaited before facts are appended. */
  beforeAppend: (batch: readonly ReleaseFact[]) => Promise<void>;
  /** While true, every call fails as if PostgreSQL were away. */
  away: boolean;
};

/**
 * Records in memory, for tests of workflows and steps; the real ones are tested against PostgreSQL.
 */
export function createMemoryRecords(): MemoryRecords {
  const stored: Omit<MemoryRecords, keyof RecordPorts> = {
    facts: new Map(),
    actions: [],
    sealed: new Map(),
    revised: new Map(),
    groups: new Map(),
    delegations: [],
    entries: [],
    decided: [],
    applied: null,
    dutyOrigin: { isFirst: true, proposal: null },
    kept: new Map(),
    held: new Map(),
    leaseHistory: [],
    capacities: new Map(),
    reservations: [],
    away: false,
    beforeAppend: async () => {},
  };
  const reach = () => {
    if (!records.away) return;
    throw new StepFailure('retry', 'records/away', 'PostgreSQL is away.', 'Wait for it.');
  };
  const records: MemoryRecords = Object.assign(stored, portsOver(stored, reach));
  return records;
}

type Stored = Omit<MemoryRecords, keyof RecordPorts>;
type RecordPorts = Pick<
  Ports,
  'ledger' | 'plans' | 'statements' | 'directory' | 'calendar' | 'portfolios' | 'duties' | 'leases'
>;

function portsOver(stored: Stored, reach: () => void): RecordPorts {
  const { facts, actions, sealed, revised, entries, decided, kept } = stored;
  const reached: Reached = async (read) => {
    reach();
    return read();
  };
  /** After which fact an action was appended. */
  const noted = new WeakMap<LedgerAction, number>();
  const note = (release: string, action: LedgerAction) => {
    actions.push(action);
    noted.set(action, facts.get(release)?.length ?? 0);
  };
  return {
    ledger: {
      async appendFacts(release, batch) {
        await stored.beforeAppend(batch);
        return reached(() => append(facts, release, batch));
      },
      appendAction: (release, action) => reached(() => note(release, action)),
      async appendStep(release, batch, action) {
        await stored.beforeAppend(batch);
        return reached(() => {
          append(facts, release, batch);
          note(release, action);
        });
      },
      lastSeq: (release) => reached(() => facts.get(release)?.length ?? 0),
      state: (release) =>
        reached(() => {
          const known = facts.get(release);
          return known === undefined ? null : foldAll(known);
        }),
    },
    plans: {
      sealed: (release) => reached(() => sealed.get(release) ?? null),
      revised: (release, digest) => reached(() => revised.get(`${release} ${digest}`) ?? null),
    },
    statements: {
      keep: (statement) =>
        reached(() => {
          const other = ({ id, digest }: KeptStatement) =>
            id === statement.id && digest !== statement.digest;
          if ([...kept.values()].some(other)) return false;
          kept.set(statement.digest, statement);
          return true;
        }),
      load: (digest) => reached(() => kept.get(digest)?.jws ?? null),
    },
    directory: directoryOver(stored, reached),
    portfolios: {
      portfolios: () =>
        reached(() => [{ name: 'shop', owner: 'management', decisions: [...decided] }]),
    },
    duties: {
      duties: () => reached(() => stored.applied),
      dutyOrigin: () => reached(() => stored.dutyOrigin),
    },
    calendar: { calendar: () => reached(() => openCalendar([...entries])) },
    leases: leasesOver(stored, noted, reached),
  };
}

type Reached = <Value>(read: () => Value) => Promise<Value>;

function directoryOver(
  { groups, delegations }: Stored,
  reached: Reached,
): RecordPorts['directory'] {
  const membersOf = (group: string) =>
    [...groups].filter(([, known]) => known.includes(group)).map(([subject]) => subject);
  const isMember = (person: string, group: string) => (groups.get(person) ?? []).includes(group);
  return {
    groupsOf: (subject) => reached(() => groups.get(subject) ?? []),
    standInsOf: (subject, at) => reached(() => standInsOf(delegations, subject, at, isMember)),
    delegatesOf: (some, at) => reached(() => delegatesOf(delegations, some, at, isMember)),
    membersOf: (group) => reached(() => membersOf(group)),
    // In tests a person's address is their name.
    ownersOf: (digests) =>
      reached(() =>
        digests.map((digest) => {
          const person = [...groups.keys()].find((known) => addressDigest(known) === digest);
          return person === undefined ? null : { person };
        }),
      ),
  };
}

/** `noted` says after which fact an action was appended. */
function leasesOver(
  { facts, actions, sealed, held, leaseHistory, capacities, reservations }: Stored,
  noted: WeakMap<LedgerAction, number>,
  reached: Reached,
): RecordPorts['leases'] {
  return {
    record: (lease) =>
      reached(() => {
        noteLease(held, lease);
        leaseHistory.push(lease);
      }),
    leasesOf: (environment) => reached(() => notedIn(held, environment)),
    capacityOf: (environment) => reached(() => capacities.get(environment) ?? 1),
    standingReservations: (environment) =>
      reached(() => reservations.filter((each) => each.environment === environment)),
    boundReleases: (environment) =>
      reached(() =>
        [...sealed.values()].flatMap(({ release, plan }) => {
          const state = foldAll(facts.get(release) ?? []);
          return boundFor(state)?.environment === environment ? [{ plan, state }] : [];
        }),
      ),
    isGivenBack: (release, environment) =>
      reached(() => {
        const asked = (facts.get(release) ?? []).findLast(
          ({ event }) => event.type === 'lease.requested' && event.environment === environment,
        );
        const key = leaseReturnKey(release, environment);
        return actions.some((action) => {
          const behind = noted.get(action) ?? 0;
          return action.key === key && action.phase === 'intent' && behind >= (asked?.seq ?? 0);
        });
      }),
  };
}

function append(
  facts: Map<string, ReleaseFact[]>,
  release: string,
  batch: readonly ReleaseFact[],
): void {
  const known = facts.get(release) ?? [];
  for (const fact of batch) {
    const same = known[fact.seq - 1];
    if (same !== undefined && JSON.stringify(same) !== JSON.stringify(fact)) {
      throw new StepFailure('needs-person', 'ledger/fork', `Fact ${fact.seq} differs.`, 'Look.');
    }
    if (same !== undefined) continue;
    if (fact.seq !== known.length + 1) throw new Error(`Gap before fact ${fact.seq}.`);
    known.push(fact);
  }
  facts.set(release, known);
}

/** The state that facts add up to. */
export function foldAll(facts: readonly ReleaseFact[]): ReleaseState {
  return facts.reduce(applyFact, initialState());
}

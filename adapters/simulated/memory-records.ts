import { StepFailure } from '../../activities/ports/failures.ts';
import type { Ports } from '../../activities/ports/index.ts';
import type { KeptStatement, LedgerAction, SealedPlan } from '../../activities/ports/records.ts';
import { openCalendar } from '../../domain/calendar/calendar.ts';
import type { CalendarEntry } from '../../domain/calendar/entry.ts';
import { leaseReturnKey } from '../../domain/environment/lease-message.ts';
import { applyFact } from '../../domain/release/apply-fact.ts';
import type { ReleaseEvent, ReleaseFact } from '../../domain/release/event.ts';
import { initialState, type ReleaseState } from '../../domain/release/state.ts';
import { type NotedLeases, notedIn, noteLease } from './noted-leases.ts';

type RecordPorts = Pick<
  Ports,
  'ledger' | 'plans' | 'statements' | 'directory' | 'calendar' | 'portfolios' | 'duties' | 'leases'
>;

/** Records of one rehearsed release, which end with it. */
export type MemoryRecords = RecordPorts & {
  readonly facts: readonly ReleaseFact[];
  readonly state: () => ReleaseState;
};

/**
 * Keeps in memory what PostgreSQL keeps in life. `onEvent` is awaited after each recorded event,
 * within the step that recorded it.
 */
export function createMemoryRecords(given: {
  readonly sealed: SealedPlan;
  readonly groups: readonly { readonly id: string; readonly members: readonly string[] }[];
  readonly calendar: readonly CalendarEntry[];
  readonly onEvent: (event: ReleaseEvent, state: ReleaseState) => Promise<void>;
}): MemoryRecords {
  const facts: ReleaseFact[] = [];
  const calendar = openCalendar(given.calendar);
  /** Facts and actions as they came. */
  const ledger: Entry[] = [];
  let state = initialState();
  const append = async (batch: readonly ReleaseFact[]) => {
    for (const fact of batch) {
      if (isKnown(facts, fact)) continue;
      facts.push(fact);
      ledger.push(fact);
      state = applyFact(state, fact);
      await given.onEvent(fact.event, state);
    }
  };
  return {
    facts,
    state: () => state,
    ledger: {
      appendFacts: (_, batch) => append(batch),
      appendAction: async (_, action) => void ledger.push(action),
      async appendStep(_, batch, action) {
        await append(batch);
        ledger.push(action);
      },
      lastSeq: async () => facts.length,
      state: async () => (facts.length === 0 ? null : state),
    },
    plans: {
      sealed: async (release) => (release === given.sealed.release ? given.sealed : null),
      // Nobody revises what is rehearsed.
      revised: async () => null,
    },
    statements: keepStatements(),
    directory: {
      groupsOf: async (subject) =>
        given.groups.filter(({ members }) => members.includes(subject)).map(({ id }) => id),
      standInsOf: async () => [],
      delegatesOf: async () => [],
      membersOf: async (group) => given.groups.find(({ id }) => id === group)?.members ?? [],
      ownersOf: async (digests) => digests.map(() => null),
    },
    calendar: { calendar: async () => calendar },
    // It is alone: nobody goes before it.
    portfolios: { portfolios: async () => [] },
    // A rehearsal asks the duties that its plan pins, which are those of the moment.
    duties: {
      duties: async () => null,
      dutyOrigin: async () => ({ isFirst: true, proposal: null }),
    },
    leases: keepLeases(ledger),
  };
}

type Entry = ReleaseFact | LedgerAction;

function isReturn(entry: Entry, key: string): boolean {
  return 'key' in entry && entry.key === key && entry.phase === 'intent';
}

function asks(entry: Entry, environment: string): boolean {
  if (!('event' in entry)) return false;
  const { event } = entry;
  return event.type === 'lease.requested' && event.environment === environment;
}

/** Delivered twice is once; another content under a known number is a fork, as in life. */
function isKnown(facts: readonly ReleaseFact[], fact: ReleaseFact): boolean {
  const known = facts[fact.seq - 1];
  if (known === undefined && fact.seq === facts.length + 1) return false;
  if (known !== undefined && JSON.stringify(known) === JSON.stringify(fact)) return true;
  throw new StepFailure(
    'needs-person',
    'ledger/fork',
    `Fact ${fact.seq} is not the one that follows the ${facts.length} recorded ones.`,
    'Report this: a rehearsal has run into an error of Tidegate.',
  );
}

function keepStatements(): Ports['statements'] {
  const kept = new Map<string, KeptStatement>();
  return {
    async keep(statement) {
      const others = [...kept.values()].filter(({ id }) => id === statement.id);
      if (others.some(({ digest }) => digest !== statement.digest)) return false;
      kept.set(statement.digest, statement);
      return true;
    },
    load: async (digest) => kept.get(digest)?.jws ?? null,
  };
}

function keepLeases(ledger: readonly Entry[]): Ports['leases'] {
  const noted: NotedLeases = new Map();
  return {
    record: async (lease) => noteLease(noted, lease),
    leasesOf: async (environment) => notedIn(noted, environment),
    capacityOf: async () => 1,
    standingReservations: async () => [],
    boundReleases: async () => [],
    async isGivenBack(release, environment) {
      const key = leaseReturnKey(release, environment);
      const last = ledger.findLast((entry) => isReturn(entry, key) || asks(entry, environment));
      return last !== undefined && isReturn(last, key);
    },
  };
}

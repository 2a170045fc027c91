import type { Ports } from '../../../activities/ports/index.ts';
import type { LedgerAction, SealedPlan } from '../../../activities/ports/records.ts';
import type { CalendarEntry } from '../../../domain/calendar/entry.ts';
import { applyFact } from '../../../domain/release/apply-fact.ts';
import type { ReleaseFact } from '../../../domain/release/event.ts';
import { initialState, type ReleaseState } from '../../../domain/release/state.ts';

/** What a test can look at and change behind the records that it gave to the activities. */
export type MemoryRecords = Pick<
  Ports,
  'ledger' | 'plans' | 'statements' | 'directory' | 'calendar' | 'leases'
> & {
  readonly facts: Map<string, ReleaseFact[]>;
  readonly actions: LedgerAction[];
  readonly sealed: Map<string, SealedPlan>;
  readonly groups: Map<string, string[]>;
  readonly entries: CalendarEntry[];
  /** While true, every write fails as if PostgreSQL were away. */
  away: boolean;
};

/** Records in memory, for workflow tests alone; the real ones are tested against PostgreSQL. */
export function createMemoryRecords(): MemoryRecords {
  const facts = new Map<string, ReleaseFact[]>();
  const actions: LedgerAction[] = [];
  const sealed = new Map<string, SealedPlan>();
  const groups = new Map<string, string[]>();
  const entries: CalendarEntry[] = [];
  const statements = new Map<string, string>();
  const leases = new Map<string, { release: string | null; fence: number }>();
  const records: MemoryRecords = {
    facts,
    actions,
    sealed,
    groups,
    entries,
    away: false,
    ledger: {
      async appendFacts(release, batch) {
        if (records.away) throw new Error('PostgreSQL is away.');
        const known = facts.get(release) ?? [];
        for (const fact of batch) {
          if (fact.seq <= known.length) continue;
          if (fact.seq !== known.length + 1) throw new Error(`Gap before fact ${fact.seq}.`);
          known.push(fact);
        }
        facts.set(release, known);
      },
      async appendAction(_, action) {
        actions.push(action);
      },
      async state(release) {
        const known = facts.get(release);
        return known === undefined ? null : foldAll(known);
      },
    },
    plans: { sealed: async (release) => sealed.get(release) ?? null },
    statements: {
      async keep({ digest, jws }) {
        statements.set(digest, jws);
        return true;
      },
      load: async (digest) => statements.get(digest) ?? null,
    },
    directory: {
      groupsOf: async (subject) => groups.get(subject) ?? [],
      membersOf: async (group) =>
        [...groups].filter(([, known]) => known.includes(group)).map(([subject]) => subject),
      subjectsByEmail: async (emails) => emails.map((email) => (groups.has(email) ? email : null)),
    },
    calendar: { entries: async () => entries },
    leases: {
      async record({ environment, release, fence }) {
        leases.set(environment, { release, fence });
      },
      current: async (environment) => leases.get(environment) ?? null,
    },
  };
  return records;
}

/** The state that facts add up to. */
export function foldAll(facts: readonly ReleaseFact[]): ReleaseState {
  return facts.reduce(applyFact, initialState());
}

import type { ColumnType, Generated, Kysely } from 'kysely';
import type { AccessPhase, AccessState } from '../domain/access/state.ts';
import type { Delegation } from '../domain/approval/delegation.ts';
import type { CalendarEntry } from '../domain/calendar/entry.ts';
import type { EntrySort } from '../domain/ledger/chain.ts';
import type { Catalog } from '../domain/plan/catalog.ts';
import type { ReleasePlan } from '../domain/plan/plan.ts';
import type { Policy } from '../domain/plan/policy.ts';
import type { ReportKind } from '../domain/reconcile/report.ts';
import type { ReleaseState } from '../domain/release/state.ts';

/** A JSON column: read as a value, written as text, which is kept as it is written. */
type Json<Value> = ColumnType<Value, string, string>;
type Instant = ColumnType<Date, Date | string | undefined, Date | string>;

export type LedgerTable = {
  release: string;
  /** Place in the chain of the release, from 1. */
  position: number;
  sort: EntrySort;
  /** Number of a fact; null for an action. */
  seq: number | null;
  content: Json<unknown>;
  content_hash: string;
  previous_hash: string;
  hash: string;
  recorded_at: ColumnType<Date, string, never>;
};

export type ProjectionTable = {
  release: string;
  state: Json<ReleaseState>;
  last_seq: number;
  phase: string;
  display_state: string;
  title: string;
  services: string[];
  environments: string[];
  teams: string[];
  created_at: Instant;
  updated_at: Instant;
  /** The environment that it is about to ask for, after its window. */
  bound_for: string | null;
};

/**
 * A value that lists filter by, with the place of its release in them. Kept by triggers of the
 * projection.
 */
export type LabelTable = {
  kind: 'service' | 'environment' | 'team';
  value: string;
  created_at: Instant;
  release: string;
};

export type ReservationTable = {
  id: string;
  environment: string;
  release: string;
  starts_at: Instant;
  ends_at: Instant;
  reason: string;
  reserved_by: string;
  reserved_at: Instant;
  taken_back_by: string | null;
  taken_back_at: ColumnType<Date | null, null, Date | string | null>;
};

export type Database = {
  ledger: LedgerTable;
  ledger_heads: { release: string; position: number; hash: string; last_seq: number };
  release_projection: ProjectionTable;
  release_labels: LabelTable;
  plans: {
    release: string;
    request_digest: string;
    plan: Json<ReleasePlan>;
    plan_digest: string;
    requested_by: string;
    seal: string;
    created_at: Instant;
  };
  plan_revisions: {
    release: string;
    plan_digest: string;
    plan: Json<ReleasePlan>;
    requested_by: string;
    seal: string;
    created_at: Instant;
  };
  statements: { digest: string; id: string; release: string; jws: string; received_at: Instant };
  free_text: { digest: string; salt: string; text: string; kept_at: Instant };
  applied_files: {
    kind: string;
    name: string;
    version: number;
    digest: string;
    document: Json<Catalog | Policy | readonly CalendarEntry[] | Delegation>;
    applied_by: string;
    applied_at: Instant;
    /** Grows with every version of whatever document. */
    turn: Generated<number>;
  };
  subjects: { person: string; subject: Generated<string> };
  environment_leases: {
    environment: string;
    /** From 1 to the capacity of the environment. */
    place: number;
    release: string | null;
    fence: number;
    /** The emergency release for which the holder is to give way. */
    recalled_for: string | null;
  };
  reservations: ReservationTable;
  reports: {
    id: string;
    kind: ReportKind;
    release: string | null;
    environment: string | null;
    message: string;
    remedy: string;
    first_seen: Instant;
    last_seen: Instant;
    closed_at: ColumnType<Date | null, null, Date | string | null>;
  };
  /** Where it has come to, for people to watch; the ledger does not know of it. */
  progress: {
    release: string;
    stage: string;
    component: string;
    /** Empty for the component as a whole. */
    target: string;
    environment: string | null;
    step: string;
    share: number | null;
    counters: Json<Readonly<Record<string, number>>>;
    log: string | null;
    ends_at: ColumnType<Date | null, string | null, string | null>;
    begun_at: Instant;
    at: Instant;
    trail: Json<readonly { readonly step: string; readonly endedAt: string }[]>;
  };
  /** How long what went well took. An empty environment: before any. */
  step_durations: {
    release: string;
    component: string;
    environment: string;
    step: string;
    took_ms: number;
    ended_at: Instant;
  };
  /** What was rehearsed. The account is null until it has ended. */
  rehearsals: {
    rehearsal: string;
    release: string;
    plan_digest: string;
    requested_by: string;
    mishaps: string;
    asked_at: Instant;
    account: string | null;
    ended_at: ColumnType<Date | null, null | undefined, Date>;
  };
  /** What the facts of each access add up to. */
  access_grants: {
    chain: string;
    environment: string;
    asked_by: string;
    phase: AccessPhase;
    state: Json<AccessState>;
    last_seq: number;
    created_at: Instant;
  };
  idempotency_keys: {
    actor: string;
    key: string;
    request_digest: string;
    response: Json<unknown>;
    created_at: Instant;
  };
};

export type Db = Kysely<Database>;

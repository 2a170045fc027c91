import { type Kysely, sql } from 'kysely';

/** Ledger, projection, plans, statements, applied files, subjects, leases and idempotency keys. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...ledger, ...projection, ...documents]) {
    await sql.raw(statement).execute(db);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const tables = [
    'idempotency_keys',
    'environment_leases',
    'subjects',
    'applied_files',
    'free_text',
    'statements',
    'plans',
    'release_projection',
    'ledger_heads',
    'ledger',
  ];
  await sql.raw(`drop table ${tables.join(', ')}`).execute(db);
  await sql.raw('drop function refuse_ledger_change').execute(db);
}

const ledger = [
  `create table ledger (
    release text not null,
    position integer not null,
    sort text not null check (sort in ('fact', 'action')),
    seq integer,
    content jsonb not null,
    content_hash text not null,
    previous_hash text not null,
    hash text not null,
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (release, position),
    check ((sort = 'fact') = (seq is not null))
  )`,
  `create unique index ledger_facts on ledger (release, seq) where sort = 'fact'`,
  `create table ledger_heads (
    release text primary key,
    position integer not null,
    hash text not null,
    last_seq integer not null
  )`,
  // Append-only by the database itself: whoever changes an entry has to remove these first, and
  // verify finds the change all the same.
  `create function refuse_ledger_change() returns trigger language plpgsql as $$
    begin
      raise exception 'The ledger is append-only: % is refused.', tg_op;
    end $$`,
  `create trigger ledger_is_append_only before update or delete on ledger
    for each row execute function refuse_ledger_change()`,
  `create trigger ledger_is_not_truncated before truncate on ledger
    for each statement execute function refuse_ledger_change()`,
];

const projection = [
  `create table release_projection (
    release text primary key,
    state jsonb not null,
    last_seq integer not null,
    phase text not null,
    display_state text not null,
    title text not null,
    services text[] not null,
    environments text[] not null,
    teams text[] not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  'create index release_projection_order on release_projection (created_at desc, release desc)',
  'create index release_projection_phase on release_projection (phase, created_at desc)',
  'create index release_projection_state on release_projection (display_state, created_at desc)',
  'create index release_projection_services on release_projection using gin (services)',
  'create index release_projection_environments on release_projection using gin (environments)',
  'create index release_projection_teams on release_projection using gin (teams)',
];

const documents = [
  `create table plans (
    release text primary key,
    request_digest text not null,
    plan jsonb not null,
    plan_digest text not null,
    requested_by text not null,
    seal text not null,
    created_at timestamptz not null default now()
  )`,
  `create table statements (
    digest text primary key,
    id text not null unique,
    release text not null,
    jws text not null,
    received_at timestamptz not null default now()
  )`,
  `create table free_text (
    digest text primary key,
    salt text not null,
    text text not null,
    kept_at timestamptz not null default now()
  )`,
  `create table applied_files (
    kind text not null,
    name text not null,
    version integer not null,
    digest text not null,
    document jsonb not null,
    applied_by text not null,
    applied_at timestamptz not null default now(),
    primary key (kind, name, version)
  )`,
  `create table subjects (
    person text primary key,
    subject text not null unique default 'p-' || gen_random_uuid()
  )`,
  `create table environment_leases (
    environment text primary key,
    release text,
    fence integer not null
  )`,
  `create table idempotency_keys (
    actor text not null,
    key text not null,
    request_digest text not null,
    response jsonb not null,
    created_at timestamptz not null default now(),
    primary key (actor, key)
  )`,
];

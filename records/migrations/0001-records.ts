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

// Content is `json` and not `jsonb`: it stays the very text that was hashed, which anybody can
// check with SQL alone, and it may hold what `jsonb` refuses (the character NUL in a tool's
// output).
const ledger = [
  `create table ledger (
    release text not null,
    position integer not null check (position > 0),
    sort text not null check (sort in ('fact', 'action')),
    seq integer,
    content json not null,
    content_hash text not null,
    previous_hash text not null,
    hash text not null,
    recorded_at timestamptz(3) not null,
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
      raise exception 'The ledger is append-only: % of % is refused.', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
    end $$`,
  ...['ledger', 'ledger_heads'].flatMap((table) => [
    `create trigger ${table}_is_not_truncated before truncate on ${table}
      for each statement execute function refuse_ledger_change()`,
    `alter table ${table} enable always trigger ${table}_is_not_truncated`,
  ]),
  `create trigger ledger_is_append_only before update or delete on ledger
    for each row execute function refuse_ledger_change()`,
  'alter table ledger enable always trigger ledger_is_append_only',
  `create trigger ledger_heads_go_forward before update on ledger_heads
    for each row when (new.release <> old.release or new.position <= old.position)
    execute function refuse_ledger_change()`,
  'alter table ledger_heads enable always trigger ledger_heads_go_forward',
  `create trigger ledger_heads_stay before delete on ledger_heads
    for each row execute function refuse_ledger_change()`,
  'alter table ledger_heads enable always trigger ledger_heads_stay',
];

const projection = [
  // Finds parts of names and titles by an index; comes with PostgreSQL, and needs no superuser.
  'create extension if not exists pg_trgm',
  `create table release_projection (
    release text primary key,
    state json not null,
    last_seq integer not null,
    phase text not null,
    display_state text not null,
    title text not null,
    services text[] not null,
    environments text[] not null,
    teams text[] not null,
    created_at timestamptz(3) not null,
    updated_at timestamptz(3) not null
  )`,
  'create index release_projection_order on release_projection (created_at desc, release desc)',
  'create index release_projection_phase on release_projection (phase, created_at desc)',
  'create index release_projection_state on release_projection (display_state, created_at desc)',
  'create index release_projection_services on release_projection using gin (services)',
  'create index release_projection_environments on release_projection using gin (environments)',
  'create index release_projection_teams on release_projection using gin (teams)',
  `create index release_projection_text on release_projection
    using gin (title gin_trgm_ops, release gin_trgm_ops)`,
];

const documents = [
  `create table plans (
    release text primary key,
    request_digest text not null,
    plan json not null,
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
    document json not null,
    applied_by text not null,
    applied_at timestamptz not null default clock_timestamp(),
    turn integer generated always as identity,
    primary key (kind, name, version)
  )`,
  'create index applied_files_turn on applied_files (kind, turn desc)',
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
    response json not null,
    created_at timestamptz not null default now(),
    primary key (actor, key)
  )`,
];

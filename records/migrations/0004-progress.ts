import { type Kysely, sql } from 'kysely';

/**
 * How far steps have come, and how long they took. What was recorded before has no durations until
 * the projection of its release is built anew.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // The ledger speaks of what is true; this says what was last heard. It may be lost with a crash.
  await sql`create unlogged table progress (
    release text not null,
    stage text not null,
    component text not null,
    target text not null,
    environment text,
    step text not null,
    share double precision,
    counters jsonb not null,
    log text,
    ends_at timestamptz(3),
    begun_at timestamptz(3) not null default clock_timestamp(),
    at timestamptz(3) not null default clock_timestamp(),
    trail jsonb not null default '[]',
    primary key (release, stage, component, target)
  )`.execute(db);
  await sql`create table step_durations (
    release text not null,
    component text not null,
    environment text not null,
    step text not null,
    took_ms integer not null check (took_ms >= 0),
    ended_at timestamptz(3) not null,
    primary key (release, component, environment, step, ended_at)
  )`.execute(db);
  await sql`create index step_durations_latest
    on step_durations (component, environment, step, ended_at desc)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table step_durations, progress`.execute(db);
}

import { type Kysely, sql } from 'kysely';

/** Who keeps which environment free for which release, and when; none is ever lost. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table reservations (
    id text primary key,
    environment text not null,
    release text not null,
    starts_at timestamptz(3) not null,
    ends_at timestamptz(3) not null check (ends_at > starts_at),
    reason text not null,
    reserved_by text not null,
    reserved_at timestamptz(3) not null default clock_timestamp(),
    taken_back_by text,
    taken_back_at timestamptz(3)
  )`.execute(db);
  await sql`create index reservations_by_end on reservations (environment, ends_at)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table reservations`.execute(db);
}

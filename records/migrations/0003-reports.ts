import { type Kysely, sql } from 'kysely';

/** What sweeps have found, for as long as they find it, and afterwards as a memory. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table reports (
    id text primary key,
    kind text not null,
    release text,
    environment text,
    message text not null,
    remedy text not null,
    first_seen timestamptz(3) not null default clock_timestamp(),
    last_seen timestamptz(3) not null default clock_timestamp(),
    closed_at timestamptz(3)
  )`.execute(db);
  await sql`create index reports_open on reports (release) where closed_at is null`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table reports`.execute(db);
}

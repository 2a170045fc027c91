import { type Kysely, sql } from 'kysely';

/** What was rehearsed, by whom and with which plan; its account once it has ended. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table rehearsals (
    rehearsal uuid primary key,
    release text not null,
    plan_digest text not null,
    requested_by text not null,
    mishaps text not null,
    asked_at timestamptz(3) not null default clock_timestamp(),
    account text,
    ended_at timestamptz(3),
    check ((account is null) = (ended_at is null))
  )`.execute(db);
  await sql`create index rehearsals_latest
    on rehearsals (release, ended_at desc) where account is not null`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table rehearsals`.execute(db);
}

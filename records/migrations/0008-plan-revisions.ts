import { type Kysely, sql } from 'kysely';

/** Plans that were sealed for a release besides the one that it was started with. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table plan_revisions (
    release text not null,
    plan_digest text not null,
    plan json not null,
    requested_by text not null,
    seal text not null,
    created_at timestamptz(3) not null default clock_timestamp(),
    primary key (release, plan_digest)
  )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table plan_revisions`.execute(db);
}

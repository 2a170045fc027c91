import { type Kysely, sql } from 'kysely';

/** Who is let into what until when: what the facts of each access add up to. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table access_grants (
    chain text primary key,
    environment text not null,
    asked_by text not null,
    phase text not null,
    state json not null,
    last_seq integer not null,
    created_at timestamptz(3) not null
  )`.execute(db);
  await sql`create index on access_grants (created_at desc)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table access_grants`.execute(db);
}

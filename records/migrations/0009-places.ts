import { type Kysely, sql } from 'kysely';

/** An environment may be held by several releases at once, each in a place of its own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table environment_leases add column place integer not null default 1`.execute(db);
  await sql`alter table environment_leases drop constraint environment_leases_pkey`.execute(db);
  await sql`alter table environment_leases add primary key (environment, place)`.execute(db);
}

/** Who holds another place than the first is forgotten. */
export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`delete from environment_leases where place > 1`.execute(db);
  await sql`alter table environment_leases drop constraint environment_leases_pkey`.execute(db);
  await sql`alter table environment_leases add primary key (environment)`.execute(db);
  await sql`alter table environment_leases drop column place`.execute(db);
}

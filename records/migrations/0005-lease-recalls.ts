import { type Kysely, sql } from 'kysely';

/** For which emergency release the holder of an environment is to give way. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table environment_leases add column recalled_for text`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table environment_leases drop column recalled_for`.execute(db);
}

import { type Kysely, sql } from 'kysely';

/**
 * Which environment a release is about to ask for. Of one that was projected before, it is known
 * from its next fact on, or once the projection is built anew.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table release_projection add column bound_for text`.execute(db);
  await sql`create index release_projection_bound on release_projection (bound_for)
    where bound_for is not null`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table release_projection drop column bound_for`.execute(db);
}

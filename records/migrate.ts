import { Migrator } from 'kysely';
import type { Db } from './database.ts';
import * as records from './migrations/0001-records.ts';

/** Every migration, in order. Kysely's migrator takes an advisory lock, so processes may start together. */
const migrations = { '0001-records': records };

/** Brings the schema up to date. Raises the first migration's error when one fails; nothing of it stays. */
export async function migrate(db: Db): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

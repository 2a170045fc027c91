import { Migrator } from 'kysely';
import { connect, longTaskMs, reaching } from './connect.ts';
import * as records from './migrations/0001-records.ts';
import * as releaseLabels from './migrations/0002-release-labels.ts';
import * as reports from './migrations/0003-reports.ts';
import * as progress from './migrations/0004-progress.ts';
import * as leaseRecalls from './migrations/0005-lease-recalls.ts';
import * as reservations from './migrations/0006-reservations.ts';
import * as rehearsals from './migrations/0007-rehearsals.ts';
import * as planRevisions from './migrations/0008-plan-revisions.ts';
import * as places from './migrations/0009-places.ts';
import * as accessGrants from './migrations/0010-access-grants.ts';
import * as boundReleases from './migrations/0011-bound-releases.ts';

/**
 * Every migration, in order. Kysely's migrator takes an advisory lock, so processes may start
 * together.
 */
const migrations = {
  '0001-records': records,
  '0002-release-labels': releaseLabels,
  '0003-reports': reports,
  '0004-progress': progress,
  '0005-lease-recalls': leaseRecalls,
  '0006-reservations': reservations,
  '0007-rehearsals': rehearsals,
  '0008-plan-revisions': planRevisions,
  '0009-places': places,
  '0010-access-grants': accessGrants,
  '0011-bound-releases': boundReleases,
};

/**
 * Brings the schema up to date. Raises the first migration's error when one fails; nothing of it
 * stays.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  // Connections of its own: to wait for another process's migration takes as long as that one
  // takes.
  const { db } = connect(databaseUrl, 0);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  try {
    await reaching(async () => {
      const { error } = await migrator.migrateToLatest();
      if (error !== undefined) await Promise.reject(error);
    }, longTaskMs);
  } finally {
    await db.destroy();
  }
}

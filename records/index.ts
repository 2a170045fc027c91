import { sql } from 'kysely';
import { createAccessRecords } from './access-grants.ts';
import { appendAction } from './append-action.ts';
import { appendFacts, appendStep } from './append-facts.ts';
import { applyFiles } from './applied-files.ts';
import { createAppliedReads } from './applied-reads.ts';
import { applyExpected } from './apply-expected.ts';
import { bindTo } from './bind-to.ts';
import { connect, reaching } from './connect.ts';
import { createDirectory } from './directory.ts';
import { createEnvironmentRecords } from './environments.ts';
import { findKeyed, keepKeyed } from './idempotency.ts';
import { migrate } from './migrate.ts';
import { createPlanStore } from './plans.ts';
import { keepProgress } from './progress.ts';
import { createCalendarReader } from './read-calendar.ts';
import { countReleases } from './reads/count-releases.ts';
import { createFollower, type Follower } from './reads/follow-events.ts';
import { listReleases } from './reads/list-releases.ts';
import { readEvents } from './reads/read-events.ts';
import { readComments, readEvidenceRecord } from './reads/read-evidence-record.ts';
import { readProgress } from './reads/read-progress.ts';
import { readLastSeq, readState, readStateAtLeast } from './reads/read-release.ts';
import { verifyLedger, verifyRelease } from './reads/verify-ledger.ts';
import { rebuildProjection } from './rebuild-projection.ts';
import { createRehearsalRecords } from './rehearsals.ts';
import { keepReports, listReports, openReleases, unknownReleases } from './reports.ts';
import { findStatement, keepFreeText, keepStatement, loadStatement } from './statements.ts';

/**
 * All that Tidegate remembers, in PostgreSQL: what activities write and read, and what the API
 * shows. Connects with the first question; to be closed, once.
 */
export function createRecords(databaseUrl: string) {
  const { db, pool } = connect(databaseUrl);
  const follower = createFollower(db, pool);
  const bind = bindTo(db);
  return {
    ...createAccessRecords(db),
    ...createAppliedReads(db),
    ...createDirectory(db),
    ...createEnvironmentRecords(db),
    ...createRehearsalRecords(db),
    ...createPlanStore(db),
    appendAction: bind(appendAction),
    appendFacts: bind(appendFacts),
    appendStep: bind(appendStep),
    applyExpected: bind(applyExpected),
    applyFiles: bind(applyFiles),
    countReleases: bind(countReleases),
    findKeyed: bind(findKeyed),
    findStatement: bind(findStatement),
    keepFreeText: bind(keepFreeText),
    keep: bind(keepStatement),
    keepKeyed: bind(keepKeyed),
    keepProgress: bind(keepProgress),
    keepReports: bind(keepReports),
    lastSeq: bind(readLastSeq),
    listReleases: bind(listReleases),
    listReports: bind(listReports),
    load: bind(loadStatement),
    migrate: () => migrate(databaseUrl),
    openReleases: bind(openReleases),
    readEvents: bind(readEvents),
    readComments: bind(readComments),
    readEvidenceRecord: bind(readEvidenceRecord),
    readProgress: bind(readProgress),
    rebuildProjection: bind(rebuildProjection),
    state: bind(readState),
    stateAtLeast: bind(readStateAtLeast),
    unknownReleases: bind(unknownReleases),
    verifyLedger: bind(verifyLedger),
    verifyRelease: bind(verifyRelease),
    follow: (...of: Parameters<Follower['follow']>) => follower.follow(...of),
    watch: (...of: Parameters<Follower['watch']>) => follower.watch(...of),
    calendar: createCalendarReader(db),
    ping: () =>
      reaching(async () => {
        await sql`select 1`.execute(db);
      }),
    close: () => close({ db, pool, follower }),
  };
}

async function close({
  db,
  pool,
  follower,
}: ReturnType<typeof connect> & { readonly follower: Follower }): Promise<void> {
  await follower.close();
  await db.destroy();
  // Kysely ends a pool that it has used; the follower may be the only one that has.
  if (!pool.ending) await pool.end();
}

export type Records = ReturnType<typeof createRecords>;

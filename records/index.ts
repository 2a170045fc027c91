import { sql } from 'kysely';
import { appendAction } from './append-action.ts';
import { appendFacts, appendStep } from './append-facts.ts';
import { applyFiles } from './applied-files.ts';
import { createAppliedReads } from './applied-reads.ts';
import { applyExpected } from './apply-expected.ts';
import { connect, reaching } from './connect.ts';
import { createDirectory } from './directory.ts';
import { findKeyed, keepKeyed } from './idempotency.ts';
import { currentLease, isGivenBack, listLeases, recordLease } from './leases.ts';
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
import { keepAccount, noteRehearsal, rehearsalsOf } from './rehearsals.ts';
import { keepReports, listReports, openReleases, unknownReleases } from './reports.ts';
import {
  listReservations,
  reserve,
  standingReservations,
  takeReservationBack,
} from './reservations.ts';
import { findStatement, keepFreeText, keepStatement, loadStatement } from './statements.ts';

/**
 * All that Tidegate remembers, in PostgreSQL: what activities write and read, and what the API
 * shows. Connects with the first question; to be closed, once.
 */
export function createRecords(databaseUrl: string) {
  const { db, pool } = connect(databaseUrl);
  const follower = createFollower(db, pool);
  type Bound<Rest extends unknown[], Result> = (...rest: Rest) => Result;
  const bind =
    <Rest extends unknown[], Result>(
      query: (on: typeof db, ...rest: Rest) => Result,
    ): Bound<Rest, Result> =>
    (...rest) =>
      query(db, ...rest);
  return {
    ...createAppliedReads(db),
    ...createDirectory(db),
    ...createPlanStore(db),
    appendAction: bind(appendAction),
    appendFacts: bind(appendFacts),
    appendStep: bind(appendStep),
    applyExpected: bind(applyExpected),
    applyFiles: bind(applyFiles),
    countReleases: bind(countReleases),
    current: bind(currentLease),
    findKeyed: bind(findKeyed),
    findStatement: bind(findStatement),
    isGivenBack: bind(isGivenBack),
    keepAccount: bind(keepAccount),
    keepFreeText: bind(keepFreeText),
    keep: bind(keepStatement),
    keepKeyed: bind(keepKeyed),
    keepProgress: bind(keepProgress),
    keepReports: bind(keepReports),
    lastSeq: bind(readLastSeq),
    listLeases: bind(listLeases),
    listReleases: bind(listReleases),
    listReports: bind(listReports),
    listReservations: bind(listReservations),
    load: bind(loadStatement),
    migrate: () => migrate(databaseUrl),
    noteRehearsal: bind(noteRehearsal),
    openReleases: bind(openReleases),
    readEvents: bind(readEvents),
    readComments: bind(readComments),
    readEvidenceRecord: bind(readEvidenceRecord),
    readProgress: bind(readProgress),
    rebuildProjection: bind(rebuildProjection),
    record: bind(recordLease),
    reserve: bind(reserve),
    rehearsalsOf: bind(rehearsalsOf),
    standingReservations: bind(standingReservations),
    state: bind(readState),
    stateAtLeast: bind(readStateAtLeast),
    takeReservationBack: bind(takeReservationBack),
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
    close: async () => {
      await follower.close();
      await db.destroy();
      // Kysely ends a pool that it has used; the follower may be the only one that has.
      if (!pool.ending) await pool.end();
    },
  };
}

export type Records = ReturnType<typeof createRecords>;

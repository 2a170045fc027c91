import { type Selectable, sql } from 'kysely';
import type { OpenRelease, Reports } from '../activities/ports/reports.ts';
import type { Report } from '../domain/reconcile/report.ts';
import { reaching } from './connect.ts';
import type { Database, Db } from './database.ts';

/** A report with when it was found first and last. */
export type KeptReport = Report & { readonly firstSeen: string; readonly lastSeen: string };

/** Keeps what a sweep has found, and closes what it has not found again. */
export function keepReports(db: Db, found: readonly Report[]): ReturnType<Reports['keepReports']> {
  return reaching(() =>
    db.transaction().execute(async (tx) => {
      const before = await tx
        .selectFrom('reports')
        .selectAll()
        .where('closed_at', 'is', null)
        .forUpdate()
        .execute();
      for (const { id, kind, release, environment, message, remedy } of found) {
        await tx
          .insertInto('reports')
          .values({ id, kind, release, environment, message, remedy })
          .onConflict((conflict) =>
            conflict.column('id').doUpdateSet({
              message,
              remedy,
              release,
              last_seen: sql`clock_timestamp()`,
              first_seen: sql`case when reports.closed_at is null then reports.first_seen
                else clock_timestamp() end`,
              closed_at: null,
            }),
          )
          .execute();
      }
      const ids = new Set(found.map(({ id }) => id));
      const over = before.filter(({ id }) => !ids.has(id));
      if (over.length > 0) {
        await tx
          .updateTable('reports')
          .set({ closed_at: sql`clock_timestamp()` })
          .where(
            'id',
            'in',
            over.map(({ id }) => id),
          )
          .execute();
      }
      const known = new Set(before.map(({ id }) => id));
      const opened = found.filter(({ id }) => !known.has(id));
      return { opened, closed: over.map(reportOf) };
    }),
  );
}

/** Open reports, the latest first; of one release where it is named. */
export function listReports(db: Db, release?: string): Promise<readonly KeptReport[]> {
  return reaching(async () => {
    const rows = await db
      .selectFrom('reports')
      .selectAll()
      .where('closed_at', 'is', null)
      .$if(release !== undefined, (query) => query.where('release', '=', release ?? ''))
      .orderBy('first_seen', 'desc')
      .orderBy('id')
      .limit(mostListed)
      .execute();
    return rows.map((row) => ({
      ...reportOf(row),
      firstSeen: row.first_seen.toISOString(),
      lastSeen: row.last_seen.toISOString(),
    }));
  });
}

const mostListed = 500;

function reportOf(row: Selectable<Database['reports']>): Report {
  const { id, kind, release, environment, message, remedy } = row;
  return { id, kind, release, environment, message, remedy };
}

const pageSize = 200;

/** Releases whose plan was sealed and which are not closed, by name. */
export async function* openReleases(db: Db): AsyncGenerator<OpenRelease> {
  for (let after = ''; ; ) {
    const rows = await reaching(() =>
      db
        .selectFrom('plans')
        .leftJoin('release_projection', 'release_projection.release', 'plans.release')
        .select(['plans.release', 'plans.created_at', 'release_projection.state'])
        .where('plans.release', '>', after)
        .where(sql<boolean>`release_projection.phase is distinct from 'closed'`)
        .orderBy('plans.release')
        .limit(pageSize)
        .execute(),
    );
    for (const { release, created_at, state } of rows) {
      yield { release, sealedAt: created_at.toISOString(), state };
    }
    if (rows.length < pageSize) return;
    after = rows.at(-1)?.release ?? after;
  }
}

/** Those of the names of which no plan was sealed. */
export function unknownReleases(db: Db, names: readonly string[]): Promise<readonly string[]> {
  return reaching(async () => {
    const known = new Set<string>();
    for (let from = 0; from < names.length; from += pageSize) {
      const rows = await db
        .selectFrom('plans')
        .select('release')
        .where('release', 'in', names.slice(from, from + pageSize))
        .execute();
      for (const { release } of rows) known.add(release);
    }
    return names.filter((name) => !known.has(name));
  });
}

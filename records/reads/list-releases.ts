import { sql } from 'kysely';
import type { ReleaseState } from '../../domain/release/state.ts';
import { reaching } from '../connect.ts';
import type { Db } from '../database.ts';
import { BadPageToken, fromPageToken, toPageToken } from './page-token.ts';

export type ReleaseFilter = {
  readonly state?: string | undefined;
  readonly service?: string | undefined;
  readonly environment?: string | undefined;
  readonly team?: string | undefined;
  /** Part of the name or title. */
  readonly q?: string | undefined;
  readonly pageSize: number;
  readonly pageToken?: string | undefined;
};

export type ListedRelease = {
  readonly release: string;
  readonly displayState: string;
  readonly teams: readonly string[];
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly state: ReleaseState;
};

export type ReleasePage = {
  readonly releases: readonly ListedRelease[];
  readonly nextPageToken: string | null;
};

/**
 * Newest first, by keyset: a page costs the same however many releases there are, and what comes in
 * between shifts nothing. Throws `BadPageToken`.
 */
export async function listReleases(db: Db, filter: ReleaseFilter): Promise<ReleasePage> {
  const after = filter.pageToken === undefined ? null : placeOf(filter.pageToken);
  if (asksForNul(filter)) return { releases: [], nextPageToken: null };
  const rows = await reaching(() => matching(db, filter, after).execute());
  const page = rows.slice(0, filter.pageSize);
  const last = rows.length > filter.pageSize ? page.at(-1) : undefined;
  return {
    releases: page.map((row) => ({
      release: row.release,
      displayState: row.display_state,
      teams: row.teams,
      createdAt: row.created_at.toISOString(),
      updatedAt: row.updated_at.toISOString(),
      state: row.state,
    })),
    nextPageToken:
      last === undefined ? null : toPageToken([last.created_at.toISOString(), last.release]),
  };
}

type Place = { readonly createdAt: string; readonly release: string };

/** One more than a page, so that it shows whether another one follows. */
function matching(db: Db, filter: ReleaseFilter, after: Place | null) {
  let query = db
    .selectFrom('release_projection')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('release', 'desc')
    .limit(filter.pageSize + 1);
  const { state, service, environment, team, q } = filter;
  if (state !== undefined) {
    query = query.where((where) =>
      where.or([where('phase', '=', state), where('display_state', '=', state)]),
    );
  }
  if (service !== undefined) query = query.where(sql<boolean>`services @> array[${service}]`);
  if (environment !== undefined) {
    query = query.where(sql<boolean>`environments @> array[${environment}]`);
  }
  if (team !== undefined) query = query.where(sql<boolean>`teams @> array[${team}]`);
  if (q !== undefined) {
    const pattern = `%${q.replaceAll(/[\\%_]/g, (special) => `\\${special}`)}%`;
    query = query.where((where) =>
      where.or([where('title', 'ilike', pattern), where('release', 'ilike', pattern)]),
    );
  }
  if (after === null) return query;
  return query.where(
    sql<boolean>`(created_at, release) < (${after.createdAt}::timestamptz, ${after.release})`,
  );
}

/** PostgreSQL keeps no NUL in text, so nothing matches it; as a parameter it would be an error. */
function asksForNul({ state, service, environment, team, q }: ReleaseFilter): boolean {
  return [state, service, environment, team, q].some((value) => value?.includes('\0'));
}

function placeOf(token: string): Place {
  const [createdAt, release] = fromPageToken(token, 2);
  const isPlace = isTime(createdAt) && typeof release === 'string' && !release.includes('\0');
  if (isPlace) return { createdAt, release };
  throw new BadPageToken('The page token is damaged.');
}

/** A time as `toISOString` writes it, of a year that PostgreSQL knows as well. */
function isTime(value: unknown): value is string {
  if (typeof value !== 'string' || value < '0001') return false;
  const time = new Date(value);
  return !Number.isNaN(time.getTime()) && time.toISOString() === value;
}

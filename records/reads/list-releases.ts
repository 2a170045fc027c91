import { type Selectable, sql } from 'kysely';
import { initialState, type ReleasePhase, type ReleaseState } from '../../domain/release/state.ts';
import { reaching } from '../connect.ts';
import type { Db, ProjectionTable } from '../database.ts';
import { BadPageToken, fromPageToken, toPageToken } from './page-token.ts';

export type ReleaseFilter = {
  readonly state?: string | undefined;
  /** In one of these phases. */
  readonly phases?: readonly ReleasePhase[] | undefined;
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
  const { rows } = await reaching(() => matching(filter, after).execute(db));
  const page = rows.slice(0, filter.pageSize);
  const last = rows.length > filter.pageSize ? page.at(-1) : undefined;
  return {
    releases: page.map((row) => ({
      release: row.release,
      displayState: row.display_state,
      teams: row.teams,
      createdAt: row.created_at.toISOString(),
      updatedAt: row.updated_at.toISOString(),
      // What an older version projected knows less.
      state: { ...initialState(), ...row.state },
    })),
    nextPageToken:
      last === undefined ? null : toPageToken([last.created_at.toISOString(), last.release]),
  };
}

type Place = { readonly createdAt: string; readonly release: string };

/**
 * One more than a page, so that it shows whether another one follows. What is asked for a label
 * walks along that label, which holds the order of the list: what does not have it is not even
 * read.
 */
function matching(filter: ReleaseFilter, after: Place | null) {
  const [label, ...others] = labelsOf(filter);
  const [from, order] =
    label === undefined
      ? [sql`release_projection as listed`, sql.table('listed')]
      : [
          sql`release_labels as label join release_projection as listed using (release)`,
          sql.table('label'),
        ];
  const conditions = [
    ...(label === undefined
      ? []
      : [sql`label.kind = ${label.kind} and label.value = ${label.value}`]),
    ...others.map(({ column, value }) => sql`${sql.ref(`listed.${column}`)} @> array[${value}]`),
    ...conditionsOf(filter),
    ...(after === null
      ? []
      : [
          sql`(${order}.created_at, ${order}.release)
            < (${after.createdAt}::timestamptz, ${after.release})`,
        ]),
  ];
  const where = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
  return sql<Selectable<ProjectionTable>>`
    select listed.* from ${from} ${where}
    order by ${order}.created_at desc, ${order}.release desc
    limit ${filter.pageSize + 1}`;
}

/** The labels that are asked for; the one that fits the fewest releases, as a rule, first. */
function labelsOf({ service, team, environment }: ReleaseFilter) {
  const labels = [
    { kind: 'service', column: 'services', value: service },
    { kind: 'team', column: 'teams', value: team },
    { kind: 'environment', column: 'environments', value: environment },
  ];
  return labels.flatMap(({ value, ...rest }) => (value === undefined ? [] : [{ ...rest, value }]));
}

function* conditionsOf({ state, phases: among, q }: ReleaseFilter) {
  if (among !== undefined) yield sql`listed.phase = any(${among})`;
  // In whatever state a release of the same name as a phase is, it is in that phase too.
  if (state !== undefined && Object.hasOwn(phases, state)) yield sql`listed.phase = ${state}`;
  else if (state !== undefined) yield sql`listed.display_state = ${state}`;
  if (q === undefined) return;
  const pattern = `%${q.replaceAll(/[\\%_]/g, (special) => `\\${special}`)}%`;
  yield sql`(listed.title ilike ${pattern} or listed.release ilike ${pattern})`;
}

const phases: Readonly<Record<ReleasePhase, true>> = {
  'rolling-out': true,
  'rolling-back': true,
  reviewing: true,
  closed: true,
};

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

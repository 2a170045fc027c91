import type { LedgerAction } from '../../activities/ports/records.ts';
import type { ReleaseFact } from '../../domain/release/event.ts';
import { reaching } from '../connect.ts';
import type { Db } from '../database.ts';
import { BadPageToken, fromPageToken, toPageToken } from './page-token.ts';

/** One entry of the ledger, for reading. */
export type LedgerEvent = {
  readonly position: number;
  readonly recordedAt: string;
  readonly hash: string;
} & (
  | { readonly sort: 'fact'; readonly fact: ReleaseFact }
  | { readonly sort: 'action'; readonly action: LedgerAction }
);

export type EventPage = {
  readonly events: readonly LedgerEvent[];
  readonly nextPageToken: string | null;
};

/** A release's entries in the order of the chain. Throws `BadPageToken`. */
export function readEvents(
  db: Db,
  release: string,
  page: { readonly pageSize: number; readonly pageToken?: string | undefined },
): Promise<EventPage> {
  const after = page.pageToken === undefined ? 0 : positionOf(page.pageToken);
  return reaching(async () => {
    const events = await readEventsAfter(db, release, after, page.pageSize + 1);
    const shown = events.slice(0, page.pageSize);
    const last = events.length > page.pageSize ? shown.at(-1) : undefined;
    return {
      events: shown,
      nextPageToken: last === undefined ? null : toPageToken([last.position]),
    };
  });
}

/** Up to `limit` entries behind a position. */
export async function readEventsAfter(
  db: Db,
  release: string,
  position: number,
  limit: number,
): Promise<readonly LedgerEvent[]> {
  const rows = await db
    .selectFrom('ledger')
    .select(['position', 'sort', 'content', 'hash', 'recorded_at'])
    .where('release', '=', release)
    .where('position', '>', position)
    .orderBy('position')
    .limit(limit)
    .execute();
  return rows.map((row) => {
    const shared = {
      position: row.position,
      recordedAt: row.recorded_at.toISOString(),
      hash: row.hash,
    };
    return row.sort === 'fact'
      ? { ...shared, sort: 'fact', fact: row.content as ReleaseFact }
      : { ...shared, sort: 'action', action: row.content as LedgerAction };
  });
}

function positionOf(token: string): number {
  const [position] = fromPageToken(token, 1);
  if (typeof position === 'number' && isPosition(position)) return position;
  throw new BadPageToken('The page token is damaged.');
}

/** The largest integer that PostgreSQL numbers positions with. */
const lastPosition = 2_147_483_647;

/** Whether a number can be the place of an entry, or 0 for the place before all. */
export function isPosition(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= lastPosition;
}

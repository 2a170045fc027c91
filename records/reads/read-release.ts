import { setTimeout as sleep } from 'node:timers/promises';
import { initialState, type ReleaseState } from '../../domain/release/state.ts';
import { reaching } from '../connect.ts';
import type { Db } from '../database.ts';

const firstPauseMs = 10;
const longestPauseMs = 200;

/** The projected state of a release, or null for an unknown one. */
export function readState(db: Db, release: string): Promise<ReleaseState | null> {
  return reaching(async () => {
    const row = await db
      .selectFrom('release_projection')
      .select('state')
      .where('release', '=', release)
      .executeTakeFirst();
    // What an older version projected knows less.
    return row === undefined ? null : { ...initialState(), ...row.state };
  });
}

/**
 * Like `readState`, but waits until the projection holds fact `atLeastSeq`, so that people read
 * what they wrote. Returns what there is when `patienceMs` has passed: the caller sees by `seq`
 * that it is older.
 */
export async function readStateAtLeast(
  db: Db,
  release: string,
  atLeastSeq: number,
  patienceMs: number,
): Promise<ReleaseState | null> {
  const deadline = Date.now() + patienceMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    // The number alone is asked for until it is there: a state may be large.
    const leftMs = deadline - Date.now();
    if ((await readSeq(db, release)) >= atLeastSeq || leftMs <= 0) return readState(db, release);
    await sleep(Math.min(pauseMs, leftMs));
  }
}

function readSeq(db: Db, release: string): Promise<number> {
  return reaching(async () => {
    const row = await db
      .selectFrom('release_projection')
      .select('last_seq')
      .where('release', '=', release)
      .executeTakeFirst();
    return row?.last_seq ?? 0;
  });
}

/** Number of the last recorded fact of a release; 0 for an unknown one. */
export function readLastSeq(db: Db, release: string): Promise<number> {
  return reaching(async () => {
    const row = await db
      .selectFrom('ledger_heads')
      .select('last_seq')
      .where('release', '=', release)
      .executeTakeFirst();
    return row?.last_seq ?? 0;
  });
}

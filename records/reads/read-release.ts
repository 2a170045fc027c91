import { setTimeout as sleep } from 'node:timers/promises';
import type { ReleaseState } from '../../domain/release/state.ts';
import { reaching } from '../connect.ts';
import type { Db } from '../database.ts';

const pollEveryMs = 20;

/** The projected state of a release, or null for an unknown one. */
export function readState(db: Db, release: string): Promise<ReleaseState | null> {
  return reaching(async () => {
    const row = await db
      .selectFrom('release_projection')
      .select('state')
      .where('release', '=', release)
      .executeTakeFirst();
    return row?.state ?? null;
  });
}

/**
 * Like `readState`, but waits until the projection holds fact `atLeastSeq`, so that people read what they wrote.
 * Returns what there is when `patienceMs` has passed: the caller sees by `seq` that it is older.
 */
export async function readStateAtLeast(
  db: Db,
  release: string,
  atLeastSeq: number,
  patienceMs: number,
): Promise<ReleaseState | null> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const state = await readState(db, release);
    if ((state?.seq ?? 0) >= atLeastSeq || Date.now() >= deadline) return state;
    await sleep(pollEveryMs);
  }
}

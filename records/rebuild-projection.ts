import { longTaskMs, reaching } from './connect.ts';
import type { Db } from './database.ts';
import { projectAnew } from './project.ts';

/**
 * Folds a release's projection anew from its facts. What appends to that release waits for it;
 * readers do not.
 */
export function rebuildProjection(db: Db, release: string): Promise<void> {
  return reaching(
    () =>
      db.transaction().execute(async (tx) => {
        await tx
          .selectFrom('ledger_heads')
          .select('release')
          .where('release', '=', release)
          .forUpdate()
          .execute();
        await projectAnew(tx, release);
      }),
    longTaskMs,
  );
}

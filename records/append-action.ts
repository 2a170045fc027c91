import type { LedgerAction } from '../activities/ports/records.ts';
import { appendEntries, lockHead, refuseNonJson } from './append-entries.ts';
import { reaching } from './connect.ts';
import type { Db } from './database.ts';
import { noteAction } from './step-durations.ts';

/** Appends what a worker is about to do, or did. Every attempt is an entry of its own. */
export async function appendAction(db: Db, release: string, action: LedgerAction): Promise<void> {
  refuseNonJson(release, [action]);
  await reaching(() =>
    db.transaction().execute(async (tx) => {
      const head = await lockHead(tx, release);
      await appendEntries(tx, release, head, [{ sort: 'action', content: action, seq: null }]);
      await noteAction(tx, release, action);
    }),
  );
}

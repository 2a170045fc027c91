import { applyFact } from '../domain/release/apply-fact.ts';
import type { ReleaseFact } from '../domain/release/event.ts';
import { initialState } from '../domain/release/state.ts';
import { lockHead } from './append-entries.ts';
import { reaching } from './connect.ts';
import type { Db } from './database.ts';
import { columnsOf, teamsOf } from './project.ts';

/** Folds a release's projection anew from its facts. Running releases wait for it, one release at a time. */
export function rebuildProjection(db: Db, release: string): Promise<void> {
  return reaching(() =>
    db.transaction().execute(async (tx) => {
      await lockHead(tx, release);
      const rows = await tx
        .selectFrom('ledger')
        .select('content')
        .where('release', '=', release)
        .where('sort', '=', 'fact')
        .orderBy('seq')
        .execute();
      await tx.deleteFrom('release_projection').where('release', '=', release).execute();
      if (rows.length === 0) return;
      const facts = rows.map(({ content }) => content as ReleaseFact);
      const columns = columnsOf(facts.reduce(applyFact, initialState()));
      const created_at = facts[0]?.at ?? new Date().toISOString();
      const teams = await teamsOf(tx, release);
      await tx
        .insertInto('release_projection')
        .values({ release, ...columns, teams, created_at })
        .execute();
    }),
  );
}

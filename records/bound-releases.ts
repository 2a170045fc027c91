import { sql } from 'kysely';
import type { BoundRelease } from '../domain/environment/expected.ts';
import { initialState } from '../domain/release/state.ts';
import { reaching } from './connect.ts';
import type { Db } from './database.ts';

/**
 * Releases that the calendar holds before an environment, or has let in, and that have not asked
 * for it yet: each with the plan in force, all by one question, for there may be hundreds.
 */
export function boundReleases(db: Db, environment: string): Promise<readonly BoundRelease[]> {
  return reaching(async () => {
    const rows = await db
      .selectFrom('release_projection as bound')
      .innerJoin('plans as first', 'first.release', 'bound.release')
      .leftJoin('plan_revisions as revised', (join) =>
        join
          .onRef('revised.release', '=', 'bound.release')
          .on(sql<boolean>`revised.plan_digest = bound.state->>'planDigest'`),
      )
      .select(['bound.state', 'first.plan as firstPlan', 'revised.plan as revisedPlan'])
      .where('bound.bound_for', '=', environment)
      .orderBy('bound.created_at')
      .execute();
    return rows.map(({ state, firstPlan, revisedPlan }) => ({
      plan: revisedPlan ?? firstPlan,
      state: { ...initialState(), ...state },
    }));
  });
}

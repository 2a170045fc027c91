import type { SealedPlan } from '../activities/ports/records.ts';
import type { ReleasePlan } from '../domain/plan/plan.ts';
import { reaching } from './connect.ts';
import type { Db } from './database.ts';

export type PlanClaim = {
  readonly release: string;
  /** Digest of everything that the request said: the same name with another one is taken. */
  readonly requestDigest: string;
  readonly plan: ReleasePlan;
  readonly planDigest: string;
  readonly requestedBy: string;
  readonly seal: string;
};

/**
 * `claimed`: the name was free. `same`: this very request had claimed it before. `taken`: another
 * one has.
 */
export type ClaimOutcome = 'claimed' | 'same' | 'taken';

/** Claims a release's name for ever. Of any number of concurrent requests exactly one claims. */
export function claimPlan(db: Db, claim: PlanClaim): Promise<ClaimOutcome> {
  return reaching(async () => {
    const inserted = await db
      .insertInto('plans')
      .values({
        release: claim.release,
        request_digest: claim.requestDigest,
        plan: JSON.stringify(claim.plan),
        plan_digest: claim.planDigest,
        requested_by: claim.requestedBy,
        seal: claim.seal,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('release')
      .executeTakeFirst();
    if (inserted !== undefined) return 'claimed';
    const known = await db
      .selectFrom('plans')
      .select('request_digest')
      .where('release', '=', claim.release)
      .executeTakeFirstOrThrow();
    return known.request_digest === claim.requestDigest ? 'same' : 'taken';
  });
}

/** The plan that a release was sealed with, or null. */
export function loadSealedPlan(db: Db, release: string): Promise<SealedPlan | null> {
  return reaching(async () => {
    const row = await db
      .selectFrom('plans')
      .selectAll()
      .where('release', '=', release)
      .executeTakeFirst();
    if (row === undefined) return null;
    const { plan, plan_digest: planDigest, requested_by: requestedBy, seal } = row;
    return { release, plan, planDigest, requestedBy, seal };
  });
}

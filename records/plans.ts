import { sql } from 'kysely';
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
function claimPlan(db: Db, claim: PlanClaim): Promise<ClaimOutcome> {
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
function loadSealedPlan(db: Db, release: string): Promise<SealedPlan | null> {
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

/**
 * Keeps a plan that was sealed for a release, for a revision of it. One of the same digest that was
 * kept before stays.
 */
function keepRevisedPlan(db: Db, sealed: SealedPlan): Promise<void> {
  return reaching(async () => {
    await db
      .insertInto('plan_revisions')
      .values({
        release: sealed.release,
        plan: JSON.stringify(sealed.plan),
        plan_digest: sealed.planDigest,
        requested_by: sealed.requestedBy,
        seal: sealed.seal,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}

/** A plan that was sealed for a release besides the one that it was started with, or null. */
function loadRevisedPlan(db: Db, release: string, planDigest: string): Promise<SealedPlan | null> {
  return reaching(async () => {
    const row = await db
      .selectFrom('plan_revisions')
      .selectAll()
      .where('release', '=', release)
      .where('plan_digest', '=', planDigest)
      .executeTakeFirst();
    if (row === undefined) return null;
    const { plan, requested_by: requestedBy, seal } = row;
    return { release, plan, planDigest, requestedBy, seal };
  });
}

/** The plan by which a release goes, as far as it is recorded, or null for an unknown release. */
async function loadPlanInForce(db: Db, release: string): Promise<SealedPlan | null> {
  const digest = await reaching(() =>
    db
      .selectFrom('release_projection')
      .select(sql<string | null>`state->>'planDigest'`.as('digest'))
      .where('release', '=', release)
      .executeTakeFirst(),
  );
  const first = await loadSealedPlan(db, release);
  if (digest?.digest === undefined || digest.digest === null) return first;
  if (first === null || first.planDigest === digest.digest) return first;
  // One that nobody kept was never taken: then nothing but the first is known of the release.
  return (await loadRevisedPlan(db, release, digest.digest)) ?? first;
}

/** Plans of releases: those that they were started with, and those that revisions may lead to. */
export function createPlanStore(db: Db) {
  return {
    claimPlan: (claim: PlanClaim) => claimPlan(db, claim),
    keepRevisedPlan: (sealed: SealedPlan) => keepRevisedPlan(db, sealed),
    planInForce: (release: string) => loadPlanInForce(db, release),
    revised: (release: string, planDigest: string) => loadRevisedPlan(db, release, planDigest),
    sealed: (release: string) => loadSealedPlan(db, release),
  };
}

import { contentDigest } from '../../domain/ledger/digest.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import type { Actor } from '../access/actor.ts';
import type { Services } from '../services.ts';

/**
 * Seals a plan for a release beside those that it has, so that a revision may lead to it. By itself
 * that changes nothing: the release goes by it only after it has taken a signed revision.
 */
export async function sealRevision(
  release: string,
  plan: ReleasePlan,
  { subject: requestedBy }: Actor,
  { records, signer, clock }: Pick<Services, 'records' | 'signer' | 'clock'>,
): Promise<void> {
  const planDigest = contentDigest(plan);
  const issuedAt = clock().toISOString();
  const content = { kind: 'plan-seal', release, planDigest, requestedBy, issuedAt } as const;
  const { jws: seal } = await signer.signSeal(content);
  await records.keepRevisedPlan({ release, plan, planDigest, requestedBy, seal });
}

import { canonicalJson } from '../domain/ledger/canonical-json.ts';
import { sha256Hex } from '../domain/ledger/digest.ts';
import { outlineOf, type PlanOutline } from '../domain/plan/plan.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';
import type { SealedPlan } from './ports/records.ts';

/**
 * The plan that a release was started with, after its digest and its seal have been checked, and
 * what is recorded of the release: that is where a run begins, whatever it was started with.
 */
export function createLoadSealedPlan(ports: Pick<Ports, 'plans' | 'verifier' | 'ledger'>) {
  return async function loadSealedPlan(order: {
    release: string;
    planDigest: string;
  }): Promise<{ plan: PlanOutline; requestedBy: string; recorded: ReleaseState | null }> {
    const { plan, requestedBy } = await sealedPlanOf(ports, order.release, order.planDigest);
    const recorded = await ports.ledger.state(order.release);
    return { plan: outlineOf(plan), requestedBy, recorded };
  };
}

/** Loads and verifies. Every failure is terminal: an unsealed plan is nobody's decision. */
export async function sealedPlanOf(
  { plans, verifier }: Pick<Ports, 'plans' | 'verifier'>,
  release: string,
  planDigest: string,
): Promise<SealedPlan> {
  const sealed = await plans.sealed(release);
  if (sealed === null) throw refuse(`No plan was sealed for release ${release}.`);
  const actual = sha256Hex(canonicalJson(sealed.plan));
  if (actual !== planDigest || sealed.planDigest !== planDigest) {
    throw refuse(`The stored plan of ${release} has digest ${actual}, not ${planDigest}.`);
  }
  const verified = await verifier.verifySeal(sealed.seal);
  if ('refused' in verified) throw refuse(`The seal of ${release}: ${verified.refused.reason}`);
  const { content } = verified;
  const fits =
    content.release === release &&
    content.planDigest === planDigest &&
    content.requestedBy === sealed.requestedBy;
  if (!fits) throw refuse(`The seal of ${release} speaks about another release, plan or person.`);
  return sealed;
}

function refuse(message: string): StepFailure {
  return new StepFailure(
    'terminal',
    'plan/not-sealed',
    message,
    'Start releases through POST /v1/releases, which seals the plan; withdraw this one.',
  );
}

import { alertFired, alertPolicyOf } from '../alert/alert-policy-of.ts';
import type { PlanOutline } from '../plan/plan.ts';
import type { Stage, StageKind } from '../plan/stage.ts';
import type { Failure } from './event.ts';
import type { ReleaseState } from './state.ts';

/**
 * What a failed stage leads to. Once users may meet what was brought in, the way back begins by
 * itself; a deployment that stopped half-way asks a person, who has a stated time; before anything
 * was touched a person is asked without haste. So is one about a contraction: users are well, and
 * what it takes away would not come back. Whether an alert takes back or asks is what the policy
 * says.
 */
export type AfterFailure =
  | { readonly next: 'rollback' }
  | { readonly next: 'ask'; readonly decisionTimeMs: number | null };

/** `phase`: as a deployment has it. */
type FailedStage = Pick<Stage, 'kind' | 'environment'> & { readonly phase?: 'contract' };

const standardDecisionTimeMs = 15 * 60_000;

export function afterFailure(
  plan: PlanOutline,
  state: ReleaseState,
  { kind, environment, phase }: FailedStage,
  { code }: Pick<Failure, 'code'>,
): AfterFailure {
  const touched = state.changes.some(
    ({ status }) => status === 'registered' || status === 'applied' || status === 'settled',
  );
  const takesBack =
    code === alertFired
      ? alertPolicyOf(plan, environment)?.onFiring === 'rollback'
      : watchesUsers.has(kind);
  if (!touched || phase === 'contract') return { next: 'ask', decisionTimeMs: null };
  if (takesBack) return { next: 'rollback' };
  return { next: 'ask', decisionTimeMs: decisionTimeMs(plan) };
}

const watchesUsers: ReadonlySet<StageKind> = new Set(['canary', 'validate', 'stabilize']);

/** How long a person has before the stated default happens. */
function decisionTimeMs(plan: PlanOutline): number {
  return plan.rollback?.decisionTimeMs ?? standardDecisionTimeMs;
}

import type { PlanOutline } from '../plan/plan.ts';
import type { AlertPolicy } from './alert.ts';

/** Code of the failure of a stage that an alert has ended. */
export const alertFired = 'alert/firing';

/** Which alerts a plan heeds in an environment; null: none. */
export function alertPolicyOf(
  { stages }: Pick<PlanOutline, 'stages'>,
  environment: string | null,
): AlertPolicy | null {
  for (const stage of stages) {
    if (stage.kind === 'deploy' && stage.environment === environment) return stage.alerts ?? null;
  }
  return null;
}

import type { DeploymentOrder } from '../../../activities/ports/deployer.ts';
import { StepFailure } from '../../../activities/ports/failures.ts';
import { nameOf } from './describe.ts';
import type { Version } from './state.ts';

/** Says what stands where something else should. */
export function foreignChange(
  order: DeploymentOrder,
  where: string,
  expectedKey: string,
  found: (Version & { readonly key: string }) | null,
): StepFailure {
  const from = found === null ? '' : `, brought there under the key ${found.key}`;
  return new StepFailure(
    'needs-person',
    'deployer/foreign-change',
    `${order.component} in ${order.environment} has changed since ${order.key} was applied: ` +
      `${where}, expected what the key ${expectedKey} brought, found ${nameOf(found)}${from}.`,
    'Compare both, take back or keep the later change by its own key, then repeat the undo.',
  );
}

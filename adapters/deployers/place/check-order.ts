import type { DeploymentOrder, StepContext } from '../../../activities/ports/deployer.ts';
import { StepFailure } from '../../../activities/ports/failures.ts';

/** Refuses an order whose lease has been taken over: the place has met a later holder already. */
export function refuseStaleFence(order: DeploymentOrder, seenFence: number): void {
  if (order.fence >= seenFence) return;
  throw new StepFailure(
    'terminal',
    'deployer/stale-fence',
    `${order.component} in ${order.environment} has accepted the fencing number ${seenFence}; ` +
      `this order carries ${order.fence}, so its lease on the environment has ended.`,
    'Let the release that holds the environment go on, or ask for the environment again.',
  );
}

/** Refuses a key under which something else was ordered before. */
export function refuseOtherContent(order: DeploymentOrder, orderedDigest: string): void {
  if (order.artifact.digest === orderedDigest) return;
  throw new StepFailure(
    'terminal',
    'deployer/key-reused',
    `Under the key ${order.key} the digest ${orderedDigest} was ordered; now it is ` +
      `${order.artifact.digest}. One key is one deployment.`,
    'Use a new key for new content: it holds the release, the component and the attempt.',
  );
}

/**
 * Refuses to apply under a key that was taken back, so that a late message cannot bring it back.
 */
export function spentKey(order: DeploymentOrder): StepFailure {
  return new StepFailure(
    'terminal',
    'deployer/key-spent',
    `What was ordered for ${order.component} in ${order.environment} under the key ${order.key} ` +
      'has been taken back.',
    'To deploy it again, let a person start another attempt: it has a key of its own.',
  );
}

/** Ends a step that was asked to stop. What was done so far stays recorded and is found again. */
export function throwIfStopped(context: StepContext): void {
  if (!context.signal.aborted) return;
  throw new StepFailure(
    'retry',
    'deployer/stopped',
    'The step was asked to stop before it had ended.',
    'Repeat it under the same key to go on, or undo it.',
  );
}

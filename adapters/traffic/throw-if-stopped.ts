import type { StepContext } from '../../activities/ports/deployer.ts';
import { StepFailure } from '../../activities/ports/failures.ts';

/** Ends a step that was asked to stop. What it has set stays set, and is found again. */
export function throwIfStopped({ signal }: StepContext): void {
  if (!signal.aborted) return;
  throw new StepFailure(
    'retry',
    'traffic/stopped',
    'The step was asked to stop before the versions without users had finished their requests.',
    'Repeat it under the same key to go on.',
  );
}

import { StepFailure } from '../../../activities/ports/failures.ts';

/** Fails as often as a test has asked for, by the name of the effect. */
export function mayFail(
  { failing }: { readonly failing: Map<string, number> },
  effect: string,
): void {
  const left = failing.get(effect) ?? 0;
  if (left === 0) return;
  failing.set(effect, left - 1);
  throw new StepFailure('terminal', 'fake/failed', `${effect} failed.`, 'Try again.');
}

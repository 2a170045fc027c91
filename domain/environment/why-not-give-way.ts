import type { ReleaseState } from '../release/state.ts';
import type { Wait } from '../release/wait.ts';

/** What somebody or the calendar ends: until then the release does nothing by itself. */
const safe: ReadonlySet<Wait['kind']> = new Set([
  'approval',
  'uat',
  'window',
  'soak',
  'decision',
  'failed-stage',
]);

/** What is not the release's to put right any more, or was never begun. */
const atRest: ReadonlySet<string> = new Set(['kept', 'undone', 'undo-skipped']);

/**
 * Why the holder of an environment does not let an emergency before itself now, as the rest of a
 * sentence about it; null: it may. It gives way only where it waits and has changed nothing there,
 * so that what comes between meets a whole system, and is never half undone by who was there first.
 */
export function whyNotGiveWay(
  state: ReleaseState,
  environment: string,
  stepsUnderWay: number,
): string | null {
  const held = state.leases.find((lease) => lease.environment === environment);
  if (held?.status !== 'held') return 'does not hold it';
  if (state.phase !== 'rolling-out') return 'is on its way back';
  const changed = state.changes.filter(
    (change) =>
      change.environment === environment &&
      !atRest.has(change.status) &&
      !(change.status === 'registered' && change.isWithheld === true),
  );
  if (changed.length > 0) {
    const names = changed.map(({ component }) => component).join(', ');
    return `is in the middle of its change of ${names}`;
  }
  if (stepsUnderWay > 0) return 'has a step under way';
  const waits = state.paused || state.waits.some(({ kind }) => safe.has(kind));
  return waits ? null : 'is at work';
}

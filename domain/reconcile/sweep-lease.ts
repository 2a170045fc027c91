import type { ReleaseState } from '../release/state.ts';
import type { Report } from './report.ts';

/** What becomes of a lease that the records name a holder of. */
export type LeaseFate =
  | { readonly fate: 'keep' }
  /** Nobody will use it any more. */
  | { readonly fate: 'free'; readonly reason: string }
  | { readonly fate: 'report'; readonly report: Report };

const atRest: ReadonlySet<ReleaseState['changes'][number]['status']> = new Set([
  'kept',
  'undone',
  'undo-skipped',
]);

/**
 * An environment is freed when its holder is closed, unknown, or was ended before it changed
 * anything there. What was ended half-way keeps it: the next release must not meet a system of
 * which nobody knows how it stands.
 */
export function sweepLease(
  { release, environment }: { readonly release: string; readonly environment: string },
  state: ReleaseState | null,
  hasEnded: boolean,
): LeaseFate {
  if (state === null) return { fate: 'free', reason: 'the records know no such release' };
  if (state.phase === 'closed') return { fate: 'free', reason: 'the release is closed' };
  if (!hasEnded) return { fate: 'keep' };
  const left = state.changes.filter(
    (change) => change.environment === environment && !atRest.has(change.status),
  );
  if (left.length === 0) {
    return { fate: 'free', reason: 'its workflow was ended before it changed anything there' };
  }
  const names = left.map(({ component }) => component).join(', ');
  return {
    fate: 'report',
    report: {
      id: `lease/held-by-ended ${environment}`,
      kind: 'lease/held-by-ended',
      release,
      environment,
      message: `${environment} stays held by ${release}, which was ended with ${names} half-way.`,
      remedy:
        'Send the same POST /v1/releases again: it goes on from what is recorded. Then let it ' +
        'end, or send rollback.',
    },
  };
}

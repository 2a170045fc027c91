import type { ReleaseState } from '../release/state.ts';
import type { Wait } from '../release/wait.ts';

/** Waits during which nothing is being done to an environment: each can be left and begun anew. */
const safe: ReadonlySet<Wait['kind']> = new Set([
  'approval',
  'uat',
  'task',
  'other-release',
  'window',
  'soak',
  'failed-stage',
]);

/**
 * Why the plan of a release cannot be revised at this moment, as a sentence that says when it can;
 * null when it can.
 */
export function whyNoSafePoint(state: ReleaseState): string | null {
  if (state.phase !== 'rolling-out') {
    return `The release is ${state.phase}: only one that is going out is revised.`;
  }
  if (state.waits.length === 0) {
    const stage = state.stages.find(({ status }) => status === 'running')?.id;
    const at = stage === undefined ? 'between two stages' : `at work in ${stage}`;
    return `The release is ${at}. ${whenItCan}`;
  }
  const unsafe = state.waits.find((wait) => !isSafe(state, wait));
  return unsafe === undefined ? null : `In ${unsafe.stage}: ${unsafe.reason} ${whenItCan}`;
}

const whenItCan =
  'It can be revised while it waits for an approval, an acceptance test, a task, another ' +
  'release, a window or a soak, or for a retry of a stage that has failed.';

/** An acceptance test that has ended without a verdict waits for those above. */
function isSafe({ stages }: ReleaseState, { kind, stage: id }: Wait): boolean {
  if (safe.has(kind)) return true;
  return kind === 'decision' && stages.some((stage) => stage.id === id && stage.kind === 'uat');
}

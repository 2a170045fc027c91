import type { ReleaseState, StageState } from './state.ts';

/**
 * The stage that comes next: the first one that has not succeeded. After a rollback only the review
 * is left. Null when nothing is left to do.
 */
export function nextStage(state: ReleaseState): StageState | null {
  const open = state.stages.filter((stage) => stage.status !== 'succeeded');
  if (state.rollback === null) return open[0] ?? null;
  if (!reviewIsDue(state)) return null;
  return open.find((stage) => stage.kind === 'review') ?? null;
}

/**
 * A release that touched nothing and was withdrawn leaves nothing to review, unless it was let off
 * something on its way.
 */
function reviewIsDue({ changes, askedDeviations }: ReleaseState): boolean {
  return changes.length > 0 || askedDeviations.some(({ used }) => used !== null);
}

/** Whether this is the last stage of its environment, after which the environment is passed. */
export function closesEnvironment(state: ReleaseState, stage: StageState): boolean {
  if (stage.environment === null) return false;
  const inEnvironment = state.stages.filter(
    (candidate) => candidate.environment === stage.environment,
  );
  return inEnvironment.at(-1)?.id === stage.id;
}

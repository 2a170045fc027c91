import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import type { Failure } from '../domain/release/event.ts';

/** Raised by a stage runner when the stage did not reach its goal. */
export class StageFailed extends Error {
  override readonly name = 'StageFailed';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/**
 * Whether the guard refused a step at its first try: then nothing was done. A later try may follow
 * one that acted, and whose answer was lost.
 */
export function wasRefusedAtOnce(error: unknown): boolean {
  if (!(error instanceof ActivityFailure)) return false;
  const { cause } = error;
  if (!(cause instanceof ApplicationFailure)) return false;
  const [details] = (cause.details ?? []) as ({ code?: string; attempt?: number } | undefined)[];
  return details?.attempt === 1 && details.code?.startsWith('guard/') === true;
}

/**
 * What went wrong, for people; null when the error is none of the failures that a stage may end
 * with.
 */
export function failureOf(error: unknown): Failure | null {
  if (error instanceof StageFailed) return error.failure;
  if (!(error instanceof ActivityFailure)) return null;
  const { cause } = error;
  if (cause instanceof ApplicationFailure) {
    const [details] = (cause.details ?? []) as ({ code: string; remedy: string } | undefined)[];
    return {
      code: details?.code ?? cause.type ?? 'activity/failed',
      message: cause.message,
      remedy: details?.remedy ?? 'Read the activity in the history, then send retry or withdraw.',
    };
  }
  if (cause instanceof TimeoutFailure) {
    return {
      code: 'activity/timeout',
      message: `${error.activityType} did not finish in time (${cause.timeoutType}).`,
      remedy: 'Find out why the tool hangs, then send retry, rollback or withdraw.',
    };
  }
  return null;
}

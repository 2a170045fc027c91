import { ApplicationFailure, TemporalFailure } from '@temporalio/common';
import { StepFailure } from './ports/failures.ts';

/** What travels in the details of an `ApplicationFailure`, for the workflow to act on. */
export type FailureDetails = {
  readonly code: string;
  readonly remedy: string;
  readonly kind: string;
  /** Which try it was: before the first nothing can have been done. */
  readonly attempt: number;
};

/**
 * A tool that failed this often asks a person instead of trying for ever. The records may stay away
 * for longer.
 */
const toolAttempts = 5;

/**
 * Turns what an adapter raised into what Temporal understands: `terminal` and `needs-person` are
 * never retried by themselves, everything else is, up to `attemptLimit`.
 */
export function placeFailure(
  error: unknown,
  attempt: number,
  attemptLimit: number = toolAttempts,
): unknown {
  if (!(error instanceof StepFailure)) return attempt < attemptLimit ? error : givenUp(error);
  const { code, remedy, kind, retryAfterMs } = error;
  const details: FailureDetails = { code, remedy, kind, attempt };
  return ApplicationFailure.create({
    message: error.message,
    type: error.code,
    nonRetryable: error.kind !== 'retry' || (attempt >= attemptLimit && !isRecordsAway(error)),
    details: [details],
    cause: error,
    ...(retryAfterMs === null ? {} : { nextRetryDelay: retryAfterMs }),
  });
}

function isRecordsAway({ code }: StepFailure): boolean {
  return code.startsWith('records/');
}

/** Cancellation is no failure of the tool and passes through. */
function givenUp(error: unknown): unknown {
  if (error instanceof TemporalFailure || !(error instanceof Error)) return error;
  return ApplicationFailure.create({
    message: error.message,
    type: 'step/unexpected',
    nonRetryable: true,
    cause: error,
  });
}

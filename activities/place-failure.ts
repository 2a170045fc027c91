import { ApplicationFailure } from '@temporalio/common';
import { StepFailure } from './ports/failures.ts';

/** What travels in the details of an `ApplicationFailure`, for the workflow to act on. */
export type FailureDetails = {
  readonly code: string;
  readonly remedy: string;
  readonly kind: string;
};

/**
 * Turns what an adapter raised into what Temporal understands: `terminal` and `needs-person` are never
 * retried by themselves, everything else is.
 */
export function placeFailure(error: unknown): unknown {
  if (!(error instanceof StepFailure)) return error;
  const details: FailureDetails = { code: error.code, remedy: error.remedy, kind: error.kind };
  return ApplicationFailure.create({
    message: error.message,
    type: error.code,
    nonRetryable: error.kind !== 'retry',
    details: [details],
    cause: error,
  });
}

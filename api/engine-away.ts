import { isGrpcServiceError } from '@temporalio/client';
import { Problem } from './problem.ts';

/**
 * The outcome; null for an error of the expected class; a `Problem` (503) for every failure of the
 * service.
 */
export async function orAway<Result>(
  call: Promise<Result>,
  expected?: new (...args: never) => Error,
): Promise<Result | true | null> {
  try {
    return (await call) ?? true;
  } catch (error) {
    if (expected !== undefined && error instanceof expected) return null;
    if (!isServiceFailure(error)) throw error;
    throw new Problem('engine-away', {
      detail: 'Temporal did not answer in time, so it is not known whether it took the request.',
      headers: { 'Retry-After': '5' },
      cause: error,
    });
  }
}

/** The client wraps what gRPC says. */
function isServiceFailure(error: unknown): boolean {
  if (isGrpcServiceError(error)) return true;
  return error instanceof Error && isGrpcServiceError(error.cause);
}

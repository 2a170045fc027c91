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
    if (takesNoMore(error)) throw overrun(error);
    throw new Problem('engine-away', {
      detail: 'Temporal did not answer in time, so it is not known whether it took the request.',
      headers: { 'Retry-After': '5' },
      cause: error,
    });
  }
}

/** Temporal takes so many signals for one run of a workflow, and refuses the others. */
function takesNoMore(error: unknown): boolean {
  const said = error instanceof Error ? (isGrpcServiceError(error) ? error : error.cause) : null;
  return said instanceof Error && said.message.includes('limit for signal events');
}

function overrun(cause: unknown): Problem {
  return new Problem('engine-away', {
    detail: 'Temporal has not taken it: too many signals were sent to this run of the release.',
    remedy:
      'Send the same request again in a minute: the release goes on in a new run, which takes ' +
      'more, as soon as it has looked through what was sent.',
    headers: { 'Retry-After': '30' },
    cause,
  });
}

/** The client wraps what gRPC says. */
function isServiceFailure(error: unknown): boolean {
  if (isGrpcServiceError(error)) return true;
  return error instanceof Error && isGrpcServiceError(error.cause);
}

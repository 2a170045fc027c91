import { StepFailure } from '../../activities/ports/failures.ts';
import { Problem } from '../problem.ts';

/** Whatever was thrown as a problem that may be shown. What nobody foresaw says nothing but its trace id. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof StepFailure && error.code === 'records/unavailable') {
    return new Problem('records-away', {
      detail: 'PostgreSQL did not answer.',
      headers: { 'Retry-After': '5' },
      cause: error,
    });
  }
  const { type, status } = describe(error);
  if (type === 'entity.too.large') {
    return new Problem('body-too-large', { detail: 'The body has more than 1 MB.' });
  }
  if (type === 'encoding.unsupported') {
    return new Problem('unsupported-media-type', { detail: 'The body is compressed.' });
  }
  if (status === 400) {
    // The router could not decode the address, or the body ended before its announced length.
    return new Problem('invalid-request', { detail: 'The request cannot be read.', cause: error });
  }
  return new Problem('unexpected', { detail: 'The request could not be answered.', cause: error });
}

/** Errors of Express and its body reader say by `type` and `status` what they are. */
function describe(error: unknown): { type: unknown; status: unknown } {
  if (typeof error !== 'object' || error === null) return { type: undefined, status: undefined };
  return {
    type: 'type' in error ? error.type : undefined,
    status: 'status' in error ? error.status : undefined,
  };
}

import { StepFailure } from '../../activities/ports/failures.ts';
import { Problem } from '../problem.ts';

/** SQLSTATE of class 22: a value that PostgreSQL cannot take, such as text with a NUL. */
const isDataException = /^22[0-9A-Z]{3}$/;

/**
 * Whatever was thrown as a problem that may be shown. What nobody foresaw says nothing but its
 * trace id.
 */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof StepFailure && error.code === 'records/unavailable') {
    return new Problem('records-away', {
      detail: 'PostgreSQL did not answer.',
      headers: { 'Retry-After': '5' },
      cause: error,
    });
  }
  const { type, status, code } = describe(error);
  if (type === 'entity.too.large') {
    return new Problem('body-too-large', { detail: 'The body has more than 1 MB.' });
  }
  if (type === 'encoding.unsupported') {
    return new Problem('unsupported-media-type', { detail: 'The body is compressed.' });
  }
  if (typeof code === 'string' && isDataException.test(code)) {
    const detail = 'The request holds a value that can be neither looked up nor stored.';
    return new Problem('invalid-request', { detail, cause: error });
  }
  if (status === 400) {
    // The router could not decode the address, or the body ended before its announced length.
    return new Problem('invalid-request', { detail: 'The request cannot be read.', cause: error });
  }
  return new Problem('unexpected', { detail: 'The request could not be answered.', cause: error });
}

/**
 * Errors of Express and its body reader say by `type` and `status` what they are, those of
 * PostgreSQL by `code`.
 */
function describe(error: unknown): Readonly<Record<'type' | 'status' | 'code', unknown>> {
  const nothing = { type: undefined, status: undefined, code: undefined };
  if (typeof error !== 'object' || error === null) return nothing;
  return {
    code: 'code' in error ? error.code : undefined,
    type: 'type' in error ? error.type : undefined,
    status: 'status' in error ? error.status : undefined,
  };
}

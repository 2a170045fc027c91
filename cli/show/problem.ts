import type { Failure } from '../failures.ts';
import { Refused } from '../failures.ts';
import type { ProblemPlace } from '../http/answers.ts';
import type { Paint } from '../terminal/paint.ts';

/** What went wrong, where, and what to do; of a problem also its code and trace id. */
export function showFailure(failure: Failure, paint: Paint): string {
  const head = `${paint('bad', 'tidegate:')} ${failure.message}`;
  const remedy = `  ${failure.remedy}`;
  if (!(failure instanceof Refused)) return [head, remedy].join('\n');
  const { code, status, traceId, errors } = failure.problem;
  const trace = traceId === '' ? '' : `, trace ${traceId}`;
  return [
    head,
    ...errors.map((place) => showPlace(place, paint)),
    remedy,
    paint('quiet', `  (${status} ${code}${trace})`),
  ].join('\n');
}

/** `file:line:column: what is wrong`, as editors and CI systems find it, and the remedy below. */
function showPlace(place: ProblemPlace, paint: Paint): string {
  const { message, remedy } = place;
  return `${paint('strong', whereOf(place))}: ${message}\n  ${remedy}`;
}

function whereOf({ file, line, column, pointer }: ProblemPlace): string {
  const parts = [file, line, column].filter((part) => part !== undefined && part !== '');
  if (line !== undefined && parts.length > 0) return parts.join(':');
  return [file, pointer === '' ? 'document' : pointer].filter(Boolean).join(' ');
}

/**
 * The same problem, with the name of the file that was sent: at the places that lie in it, which is
 * below this pointer, and where the server knew no name.
 */
export function inFile(failure: unknown, file: string, below: '' | '/spec' | '/policy'): unknown {
  if (!(failure instanceof Refused)) return failure;
  const { problem } = failure;
  const errors = problem.errors.map((place) =>
    (place.file ?? '') === '' && place.pointer.startsWith(below) ? { ...place, file } : place,
  );
  return new Refused({ ...problem, errors });
}

import type { StageAnswer } from '../http/answers.ts';
import type { Paint } from '../terminal/paint.ts';

/** A sign for how a stage stands, which says it without colour too. */
export function stageMark(status: StageAnswer['status'], paint: Paint): string {
  switch (status) {
    case 'pending':
      return paint('quiet', '·');
    case 'running':
      return paint('waiting', '▶');
    case 'succeeded':
      return paint('good', '✓');
    case 'failed':
      return paint('bad', '✗');
    case 'abandoned':
      return paint('quiet', '—');
  }
}

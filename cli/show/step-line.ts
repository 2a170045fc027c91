import type { Paint } from '../terminal/paint.ts';
import { between } from './duration.ts';
import type { Step } from './story.ts';

/** A step on one line: how it stands, what it is, how long it took, how it ended. */
export function stepLine(step: Step, paint: Paint, now: Date): string {
  const { label, kind, startedAt, endedAt, note } = step;
  const time = kind === 'verdict' ? '' : ` ${paint('quiet', between(startedAt, endedAt, now))}`;
  return `${mark(step, paint)} ${label}${time}${note === '' ? '' : ` — ${note}`}`;
}

function mark({ outcome, kind }: Step, paint: Paint): string {
  switch (outcome) {
    case 'running':
      return paint('waiting', kind === 'wait' ? '…' : '▶');
    case 'good':
      return paint('good', '✓');
    case 'bad':
      return paint('bad', '✗');
    case 'unclear':
      return paint('waiting', '?');
  }
}

import { StepFailure } from '../../../activities/ports/failures.ts';

const SHOWN_LINES = 10;

/** Somebody else has changed the configuration: what it says and what Tidegate wrote there. */
export function foreignChange(file: string, written: string, found: string): StepFailure {
  const removed = linesOnlyIn(written, found).map((line) => `- ${line}`);
  const added = linesOnlyIn(found, written).map((line) => `+ ${line}`);
  const all = [...removed, ...added];
  const more = all.length > SHOWN_LINES ? ` | and ${all.length - SHOWN_LINES} more` : '';
  const shown = all.slice(0, SHOWN_LINES).join(' | ') || 'the order of its lines';
  return new StepFailure(
    'needs-person',
    'traffic/foreign-change',
    `${file} is not as Tidegate has written it. What differs: ${shown}${more}.`,
    'Take the change out again, or remove the file to have it written anew; then send retry.',
  );
}

function linesOnlyIn(one: string, other: string): readonly string[] {
  const known = new Set(other.split('\n').map((line) => line.trim()));
  return one
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !known.has(line));
}

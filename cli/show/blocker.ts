import type { BlockerAnswer } from '../http/answers.ts';
import type { Paint } from '../terminal/paint.ts';
import { dueAt } from './instant.ts';

/** What a release waits for, who can clear it, until when, and what they do. */
export function showBlocker(
  release: string,
  blocker: BlockerAnswer,
  paint: Paint,
  now: Date,
): readonly string[] {
  const { reason } = blocker;
  const remedy = remedyOf(release, blocker);
  return [
    `${paint('waiting', '…')} ${reason}`,
    paint('quiet', `  ${whoAndUntil(blocker, now)}`),
    ...(remedy === '' ? [] : [paint('quiet', `  ${remedy}`)]),
  ];
}

/** What is decided here has a command of its own; for the rest the release says what to do. */
function remedyOf(release: string, { id, kind, stage, remedy }: BlockerAnswer): string {
  if (kind === 'approval') return `tidegate approve ${release} ${id}`;
  if (kind === 'defects') {
    return `tidegate uat defect ${release} ${stage} DEFECT --severity … --state resolved`;
  }
  if (kind === 'task') return `tidegate task ${release} ${id} done`;
  return kind === 'uat' ? `tidegate uat verdict ${release} ${id} accept` : remedy;
}

/** `Cleared by cab; until 2026-11-22 12:00 (in 23 h), then it expires.` */
export function whoAndUntil(
  { clearedBy, until, then }: Pick<BlockerAnswer, 'clearedBy' | 'until' | 'then'>,
  now: Date,
): string {
  const who = clearedBy.length === 0 ? 'time alone' : clearedBy.join(', ');
  const end =
    until === null ? 'no known end' : `until ${dueAt(until, now)}, then it ${then ?? 'goes on'}`;
  return `Cleared by ${who}; ${end}.`;
}

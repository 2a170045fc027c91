import type { RehearsalAccountAnswer, RehearsalLineAnswer } from '../http/rehearsal-answer.ts';
import type { Paint, Tone } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';
import { duration } from './duration.ts';
import { dayAndTime } from './instant.ts';

const tones: Readonly<Record<string, Tone>> = {
  passed: 'good',
  live: 'good',
  failed: 'bad',
  'rolls-back': 'bad',
  'not-taken-back': 'bad',
  'taken-back': 'waiting',
  stays: 'waiting',
  waits: 'waiting',
};

/** When a release would wait for what, and how it would end. */
export function showRehearsal(account: RehearsalAccountAnswer, paint: Paint): string {
  const { lines, startAt, endAt } = account;
  const rows = lines.map((line) => [
    dayAndTime(line.at),
    line.stage ?? '',
    paint(tones[line.what] ?? 'strong', line.what),
    textOf(line),
  ]);
  const shown = table(['when', 'stage', 'what', 'how'], rows, paint);
  const took = duration(Date.parse(endAt) - Date.parse(startAt));
  return [shown, '', ...waiting(account), ending(account, paint), `It would take ${took}.`].join(
    '\n',
  );
}

/** A rehearsal is good news when the release would go out. */
export function isReleased({ outcome }: RehearsalAccountAnswer): boolean {
  return outcome.ended === 'closed' && outcome.result === 'released';
}

function textOf({ text, who, until, waitedMs, what }: RehearsalLineAnswer): string {
  if (what !== 'waits') return text;
  const whom = who.length === 0 ? 'time alone' : who.join(', ');
  const end = until === null ? '' : `, until ${dayAndTime(until)}`;
  return `${text} Cleared by ${whom}${end}; waited ${duration(waitedMs)}.`;
}

function waiting({ waiting: all }: RehearsalAccountAnswer): readonly string[] {
  if (all.length === 0) return [];
  const parts = all.map(
    ({ wait, times, waitedMs }) =>
      `${wait} ${duration(waitedMs)} (${times === 1 ? 'once' : `${times} times`})`,
  );
  return [`Waiting by kind: ${parts.join(', ')}.`];
}

function ending(account: RehearsalAccountAnswer, paint: Paint): string {
  const { outcome } = account;
  if (outcome.ended === 'closed') {
    const tone = isReleased(account) ? 'good' : 'bad';
    return `It would end ${paint(tone, outcome.result)}: ${outcome.reason}`;
  }
  const whom = outcome.for.length === 0 ? 'time' : outcome.for.join(', ');
  return (
    `After ${outcome.afterDays} days it would ${paint('bad', 'still wait')} for ${whom}: ` +
    `${outcome.reason} ${outcome.remedy}`
  );
}

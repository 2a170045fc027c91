import type { FactAnswer } from '../http/event-answer.ts';
import { whoAndUntil } from './blocker.ts';

/** What an event is about, in the order in which it is told. */
const about = [
  'stage',
  'requirement',
  'environment',
  'component',
  'gate',
  'key',
  'wait',
  'obligation',
  'signal',
  'says',
  'about',
];
/** What it says of that. */
const said = ['weightPercent', 'verdict', 'outcome', 'version', 'status', 'summary', 'reason'];

/**
 * What an event says, on one line. Events of types that come later are told as well: what is read
 * is named, not listed by type.
 */
export function eventText(event: FactAnswer['fact']['event'], now: Date): string {
  if (event.type === 'wait.began') return waitText(event.wait, now);
  const names = about.map((name) => textOf(event[name])).filter((text) => text !== '');
  const words = said.map((name) => textOf(event[name])).filter((text) => text !== '');
  const failure = textOf(memberOf(event.failure, 'message'));
  const told = [...words, failure].filter((text) => text !== '').join(', ');
  return [names.join(' '), told].filter((text) => text !== '').join(': ');
}

function waitText(wait: unknown, now: Date): string {
  const clearedBy = memberOf(wait, 'clearedBy');
  const until = memberOf(wait, 'until');
  const then = memberOf(wait, 'then');
  const end = whoAndUntil(
    {
      clearedBy: Array.isArray(clearedBy) ? clearedBy.map(textOf) : [],
      until: typeof until === 'string' ? until : null,
      then: typeof then === 'string' ? then : null,
    },
    now,
  );
  return `${textOf(memberOf(wait, 'reason'))} ${end}`;
}

/** A text or number as it is; nothing for everything else. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

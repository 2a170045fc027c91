import type { CalendarEntryAnswer, WindowAnswer } from '../http/calendar-answer.ts';
import type { Paint } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';
import { dayAndTime } from './instant.ts';

/** The entries of calendars, in the order in which they were told. */
export function showEntries(entries: readonly CalendarEntryAnswer[], paint: Paint): string {
  if (entries.length === 0) return 'The calendar is empty.';
  const rows = entries.map((entry) => [
    entry.id,
    paint(entry.kind === 'allow' ? 'good' : 'waiting', entry.kind),
    scopeOf(entry),
    dayAndTime(entry.start),
    entry.end === null ? 'no known end' : dayAndTime(entry.end),
    [entry.rrule, entry.timeZone].filter((part) => part !== undefined).join(' '),
    entry.owner,
    entry.title,
  ]);
  const heads = ['entry', 'kind', 'what', 'from', 'until', 'again', 'owner', 'title'];
  return table(heads, rows, paint);
}

function scopeOf(entry: CalendarEntryAnswer): string {
  const { environments, regions = [], services = [], teams = [] } = entry;
  return [environments, regions, services, teams]
    .filter((names) => names.length > 0)
    .map((names) => names.join(', '))
    .join(' · ');
}

/** Whether an environment is open, why, until when, and who can lift what holds it. */
export function showWindow(window: WindowAnswer, paint: Paint): string {
  const { open, reason, nextOpen, until, liftedBy } = window;
  const change = open ? until : nextOpen;
  return [
    `${open ? paint('good', 'open') : paint('waiting', 'closed')}: ${reason}`,
    ...(change === null ? [] : [`${open ? 'Until' : 'It opens at'} ${dayAndTime(change)}.`]),
    ...(open || liftedBy.length === 0 ? [] : [`Lifted by ${liftedBy.join(', ')}.`]),
  ].join('\n');
}

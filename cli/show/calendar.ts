import type { CalendarEntryAnswer, WindowAnswer } from '../http/calendar-answer.ts';
import type { Paint } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';
import { dayAndTime } from './instant.ts';

/** The entries of calendars, in the order in which they were told. */
export function showEntries(entries: readonly CalendarEntryAnswer[], paint: Paint): string {
  if (entries.length === 0) return 'The calendar is empty.';
  const rows = entries.map(({ id, kind, title, environments, start, end, owner }) => [
    id,
    paint(kind === 'allow' ? 'good' : 'waiting', kind),
    environments.length === 0 ? 'all' : environments.join(', '),
    dayAndTime(start),
    end === null ? 'no known end' : dayAndTime(end),
    owner,
    title,
  ]);
  return table(['entry', 'kind', 'environments', 'from', 'until', 'owner', 'title'], rows, paint);
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

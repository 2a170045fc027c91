import { checkCalendar } from '../../domain/calendar/check-calendar.ts';
import type { CalendarEntry } from '../../domain/calendar/entry.ts';
import type { PlanProblem } from '../../domain/plan/problem.ts';
import { readICalendar } from '../../spec/icalendar/read.ts';
import type { EventDefaults, EventProblem } from '../../spec/icalendar/read-event.ts';
import { Problem, type ProblemPlace } from '../problem.ts';
import { invalidDocument } from '../problems/invalid-document.ts';
import type { ApiRecords } from '../records-port.ts';

/**
 * Makes the events of an iCalendar text the entries of one calendar. Throws a `Problem` with every
 * event that cannot be one; nothing has changed then.
 */
export async function importEvents(
  text: string,
  defaults: EventDefaults,
  by: string,
  records: Pick<ApiRecords, 'catalog' | 'applyFiles'>,
): Promise<{ readonly entries: number; readonly changed: boolean }> {
  const applied = await records.catalog();
  if (applied === null) throw new Problem('no-catalog', { detail: 'There is no catalog yet.' });
  const read = readICalendar(text, defaults);
  if ('problems' in read) throw invalidDocument(read.problems.map(toPlace));
  const { entries } = read;
  const problems = checkCalendar(entries, applied.catalog);
  if (problems.length > 0) throw invalidDocument(problems.map((each) => inEvent(each, entries)));
  const name = `import-${defaults.calendar}`;
  const [version] = await records.applyFiles([{ kind: 'Calendar', name, document: entries }], by);
  return { entries: entries.length, changed: version?.changed ?? false };
}

function toPlace({ code, event, message, remedy }: EventProblem): ProblemPlace {
  const place = event === null ? '' : `The event ${event}: `;
  return { code, pointer: '', message: `${place}${message}`, remedy };
}

/** Entries have no pointers of their own in a text that is no JSON: the title says which it is. */
function inEvent(
  { code, pointer, message, remedy }: PlanProblem,
  entries: readonly CalendarEntry[],
): ProblemPlace {
  const position = Number(/^\/spec\/entries\/(\d+)/.exec(pointer)?.[1] ?? Number.NaN);
  const title = entries[position]?.title;
  const place = title === undefined ? '' : `The event “${title}”: `;
  return { code, pointer: '', message: `${place}${message}`, remedy };
}

import { checkCalendar } from '../../domain/calendar/check-calendar.ts';
import type { CalendarEntry } from '../../domain/calendar/entry.ts';
import { canonicalJson } from '../../domain/ledger/canonical-json.ts';
import { Problem } from '../problem.ts';
import { invalidDocument } from '../problems/invalid-document.ts';
import type { ApiRecords } from '../records-port.ts';

/**
 * An entry that was added by hand is a calendar of its own, with one entry or none: two people who
 * change different entries at once cannot lose each other's change, and every version is kept as
 * with files.
 */
const prefix = 'entry-';

type CalendarRecords = Pick<ApiRecords, 'calendars' | 'catalog' | 'applyFiles'>;

/**
 * Adds an entry. Adding the same one again changes nothing; another one under its id is refused.
 */
export async function addEntry(
  entry: CalendarEntry,
  by: string,
  records: CalendarRecords,
): Promise<void> {
  await requireGood(entry, records);
  const standing = await findEntry(entry.id, records);
  if (standing !== null && canonicalJson(standing.entry) !== canonicalJson(entry)) {
    throw new Problem('entry-taken', {
      detail: `The calendar ${standing.calendar} has an entry ${entry.id}.`,
    });
  }
  if (standing === null) await applyEntries(entry.id, [entry], by, records);
}

/** Puts an entry in the place of the one of that id, if there is one. Returns whether there was. */
export async function putEntry(
  entry: CalendarEntry,
  by: string,
  records: CalendarRecords,
): Promise<boolean> {
  await requireGood(entry, records);
  const standing = await findEntry(entry.id, records);
  if (standing !== null) requireByHand(entry.id, standing.calendar);
  await applyEntries(entry.id, [entry], by, records);
  return standing !== null;
}

/** Removes an entry that was added by hand. */
export async function removeEntry(id: string, by: string, records: CalendarRecords): Promise<void> {
  const standing = await findEntry(id, records);
  if (standing === null) {
    throw new Problem('unknown-entry', { detail: `The calendar has no entry ${id}.` });
  }
  requireByHand(id, standing.calendar);
  await applyEntries(id, [], by, records);
}

async function requireGood(
  entry: CalendarEntry,
  { catalog }: Pick<ApiRecords, 'catalog'>,
): Promise<void> {
  const applied = await catalog();
  if (applied === null) throw new Problem('no-catalog', { detail: 'There is no catalog yet.' });
  const problems = checkCalendar([entry], applied.catalog);
  if (problems.length > 0) throw invalidDocument(problems.map(inBody));
}

/** The entry is the body here, and the first of a document there. */
function inBody<Place extends { readonly pointer: string }>(place: Place): Place {
  return { ...place, pointer: place.pointer.replace(/^\/spec\/entries\/0/, '') };
}

function requireByHand(id: string, calendar: string): void {
  if (calendar === `${prefix}${id}`) return;
  throw new Problem('entry-from-file', {
    detail: `The entry ${id} stands in the applied calendar ${calendar}.`,
  });
}

async function findEntry(
  id: string,
  records: CalendarRecords,
): Promise<{ readonly entry: CalendarEntry; readonly calendar: string } | null> {
  for (const { name, document } of await records.calendars()) {
    const entry = document.find((each) => each.id === id);
    if (entry !== undefined) return { entry, calendar: name };
  }
  return null;
}

async function applyEntries(
  id: string,
  document: readonly CalendarEntry[],
  by: string,
  records: CalendarRecords,
): Promise<void> {
  await records.applyFiles([{ kind: 'Calendar', name: `${prefix}${id}`, document }], by);
}

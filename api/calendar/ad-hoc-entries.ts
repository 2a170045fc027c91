import type { CalendarEntry } from '../../domain/calendar/entry.ts';
import { Problem } from '../problem.ts';
import type { ApiRecords } from '../records-port.ts';

/**
 * An entry that was added by hand is a calendar of its own, with one entry or none: two people who
 * change different entries at once cannot lose each other's change, and every version is kept as
 * with files.
 */
const prefix = 'entry-';

type CalendarRecords = Pick<ApiRecords, 'calendars' | 'applyFiles'>;

/**
 * Adds an entry. Adding the same one again changes nothing; another one under its id is refused.
 */
export async function addEntry(
  entry: CalendarEntry,
  by: string,
  records: CalendarRecords,
): Promise<void> {
  const holder = await holderOf(entry.id, records);
  if (holder !== null && holder.name !== `${prefix}${entry.id}`) {
    throw new Problem('entry-taken', {
      detail: `The calendar ${holder.name} has an entry ${entry.id}.`,
    });
  }
  await applyEntries(entry.id, [entry], by, records);
}

/** Removes an entry that was added by hand. */
export async function removeEntry(id: string, by: string, records: CalendarRecords): Promise<void> {
  const holder = await holderOf(id, records);
  if (holder === null) {
    throw new Problem('unknown-entry', { detail: `The calendar has no entry ${id}.` });
  }
  if (holder.name !== `${prefix}${id}`) {
    throw new Problem('entry-from-file', {
      detail: `The entry ${id} stands in the applied calendar ${holder.name}.`,
    });
  }
  await applyEntries(id, [], by, records);
}

async function holderOf(
  id: string,
  records: CalendarRecords,
): Promise<{ readonly name: string } | null> {
  const calendars = await records.calendars();
  return calendars.find(({ document }) => document.some((entry) => entry.id === id)) ?? null;
}

async function applyEntries(
  id: string,
  document: readonly CalendarEntry[],
  by: string,
  records: CalendarRecords,
): Promise<void> {
  await records.applyFiles([{ kind: 'Calendar', name: `${prefix}${id}`, document }], by);
}

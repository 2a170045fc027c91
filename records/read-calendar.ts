import { type Calendar, openCalendar } from '../domain/calendar/calendar.ts';
import { latestFiles } from './applied-files.ts';
import { reaching } from './connect.ts';
import type { Db } from './database.ts';

/**
 * Reads the calendar, and again only when a later one was applied: thousands of entries are then
 * neither fetched nor worked out for every question.
 */
export function createCalendarReader(db: Db): () => Promise<Calendar> {
  let known: { readonly turn: number; readonly calendar: Calendar } | null = null;
  return async () => {
    const turn = await latestTurn(db);
    if (known?.turn === turn) return known.calendar;
    const files = await latestFiles(db, 'Calendar');
    const calendar = openCalendar(files.flatMap(({ document }) => document));
    // What was applied in between is in it; it is only read once more.
    known = { turn, calendar };
    return calendar;
  };
}

function latestTurn(db: Db): Promise<number> {
  return reaching(async () => {
    const latest = await db
      .selectFrom('applied_files')
      .select('turn')
      .where('kind', '=', 'Calendar')
      .orderBy('turn', 'desc')
      .limit(1)
      .executeTakeFirst();
    return latest?.turn ?? 0;
  });
}

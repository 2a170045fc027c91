import ICAL from 'ical.js';
import type { CalendarEntry } from '../../domain/calendar/entry.ts';
import { type EventDefaults, type EventProblem, readEvent } from './read-event.ts';

export type ReadICalendar =
  | { readonly entries: readonly CalendarEntry[] }
  | { readonly problems: readonly EventProblem[] };

const mostEntries = 10_000;

/**
 * Reads a calendar of RFC 5545: all of its events, or every problem with where it is. What kind of
 * entries they become, and what they speak of, is said by who imports them, never by the file.
 */
export function readICalendar(text: string, defaults: EventDefaults): ReadICalendar {
  const calendars = parse(text);
  if ('problem' in calendars) return { problems: [calendars.problem] };
  const entries = new Map<string, CalendarEntry>();
  const problems: EventProblem[] = [];
  for (const calendar of calendars.components) {
    const zone = calendar.getFirstPropertyValue('x-wr-timezone');
    const timeZone = typeof zone === 'string' ? zone : defaults.timeZone;
    // Masters first: what moves one of their occurrences takes it away from them.
    const events = calendar
      .getAllSubcomponents('vevent')
      .toSorted((one, other) => Number(moves(one)) - Number(moves(other)));
    for (const event of events) {
      const read = readEvent(event, { ...defaults, timeZone }, entries);
      problems.push(...read);
    }
  }
  if (entries.size > mostEntries) problems.push(tooMany(entries.size));
  return problems.length > 0 ? { problems } : { entries: [...entries.values()] };
}

type Parsed =
  | { readonly components: readonly ICAL.Component[] }
  | { readonly problem: EventProblem };

function parse(text: string): Parsed {
  try {
    const parsed: unknown = ICAL.parse(text);
    const list: readonly unknown[] = Array.isArray(parsed) ? parsed : [];
    const roots = typeof list[0] === 'string' ? [list] : list;
    const components = roots.map((root) => new ICAL.Component(root as unknown[]));
    const isCalendar = components.every(({ name }) => name === 'vcalendar');
    if (components.length > 0 && isCalendar) return { components };
    return { problem: malformed('It holds no VCALENDAR.') };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { problem: malformed(`It cannot be read: ${message.slice(0, 300)}.`) };
  }
}

function moves(event: ICAL.Component): boolean {
  return event.hasProperty('recurrence-id');
}

function malformed(message: string): EventProblem {
  const remedy = 'Export it again as iCalendar (RFC 5545), whole, from BEGIN to END:VCALENDAR.';
  return { code: 'malformed-icalendar', event: null, message, remedy };
}

function tooMany(count: number): EventProblem {
  const message = `It holds ${count} entries; ${mostEntries} are the most.`;
  const remedy = 'Leave out what is over, or divide it.';
  return { code: 'too-many-entries', event: null, message, remedy };
}

import ICAL from 'ical.js';
import type { CalendarEntry } from '../../domain/calendar/entry.ts';
import { toLocalTime } from '../../domain/calendar/local-time.ts';
import { readClock } from '../../domain/calendar/time-zone.ts';

const dayMs = 86_400_000;
/** How far ahead an entry without a known end is drawn: calendars know no open ends. */
const openEndedMs = 400 * dayMs;

/**
 * The entries as a calendar of RFC 5545 that people can subscribe to. `stampedAt` is when it was
 * written, in RFC 3339.
 */
export function writeICalendar(entries: readonly CalendarEntry[], stampedAt: string): string {
  const calendar = new ICAL.Component('vcalendar');
  calendar.updatePropertyWithValue('version', '2.0');
  calendar.updatePropertyWithValue('prodid', '-//Tidegate//Release calendar//EN');
  calendar.updatePropertyWithValue('x-wr-calname', 'Tidegate');
  for (const entry of entries) calendar.addSubcomponent(toEvent(entry, stampedAt));
  return `${calendar.toString()}\r\n`;
}

function toEvent(entry: CalendarEntry, stampedAt: string): ICAL.Component {
  const event = new ICAL.Component('vevent');
  const { id, kind, title, owner, rrule, exceptions = [] } = entry;
  event.updatePropertyWithValue('uid', `${id}@tidegate`);
  addTime(event, 'dtstamp', Date.parse(stampedAt), undefined);
  event.updatePropertyWithValue('summary', `${kind}: ${title}`);
  event.updatePropertyWithValue('description', describe(entry));
  event.updatePropertyWithValue('categories', kind);
  event.updatePropertyWithValue('x-tidegate-owner', owner);
  // What recurs without a zone of its own does not exist; an instant needs none.
  const zone = entry.timeZone;
  const read = (text: string) => (zone === undefined ? Date.parse(text) : readClock(text, zone));
  const startMs = read(entry.start);
  addTime(event, 'dtstart', startMs, zone);
  const openEndMs = Math.max(startMs, Date.parse(stampedAt)) + openEndedMs;
  addTime(event, 'dtend', entry.end === null ? openEndMs : read(entry.end), zone);
  if (rrule !== undefined) {
    const rule = ICAL.Recur.fromString(rrule.replace(/^RRULE:/i, '').toUpperCase());
    event.addPropertyWithValue('rrule', rule);
  }
  for (const exception of exceptions) addTime(event, 'exdate', read(exception), zone);
  return event;
}

function addTime(
  event: ICAL.Component,
  name: string,
  ms: number,
  timeZone: string | undefined,
): void {
  const property = new ICAL.Property(name, event);
  if (timeZone !== undefined) property.setParameter('tzid', timeZone);
  const suffix = timeZone === undefined ? 'Z' : '';
  property.setValue(ICAL.Time.fromDateTimeString(`${toLocalTime(ms)}${suffix}`, property));
  event.addProperty(property);
}

function describe({ environments, regions, services, teams, owner, end }: CalendarEntry): string {
  const scope = [
    ['environments', environments],
    ['regions', regions ?? []],
    ['services', services ?? []],
    ['teams', teams ?? []],
  ] as const;
  const named = scope.filter(([, names]) => names.length > 0);
  const lines = named.map(([what, names]) => `${what}: ${names.join(', ')}`);
  const where = lines.length === 0 ? ['everything'] : lines;
  const ends = end === null ? ['It has no known end.'] : [];
  return [...where, `${owner} can lift it.`, ...ends].join('\n');
}

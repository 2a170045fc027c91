import type ICAL from 'ical.js';
import type { CalendarEntry, EntryKind } from '../../domain/calendar/entry.ts';
import { toLocalTime } from '../../domain/calendar/local-time.ts';
import { endInstant, localTimeOf } from '../../domain/calendar/time-zone.ts';
import { contentDigest } from '../../domain/ledger/digest.ts';
import { BadEvent } from './bad-event.ts';
import { type EventTime, readTimes } from './read-time.ts';

/** What whoever imports a calendar says of all of its events. */
export type EventDefaults = {
  /** Name of the imported calendar; ids begin with it. */
  readonly calendar: string;
  readonly kind: EntryKind;
  readonly owner: string;
  readonly environments: readonly string[];
  readonly regions: readonly string[];
  readonly services: readonly string[];
  readonly teams: readonly string[];
  /** Zone of times that name none. Null: such times are refused. */
  readonly timeZone: string | null;
};

export type EventProblem = {
  readonly code: string;
  /** UID of the event; null where it is about the whole file. */
  readonly event: string | null;
  readonly message: string;
  readonly remedy: string;
};

const dayMs = 86_400_000;
const longestTitle = 2000;

/**
 * Reads one event into the entries, or says what is wrong with it. An event that moves an
 * occurrence of another one takes it away from that.
 */
export function readEvent(
  event: ICAL.Component,
  defaults: EventDefaults,
  entries: Map<string, CalendarEntry>,
): readonly EventProblem[] {
  const uid = textOf(event, 'uid');
  if (uid === null) {
    return [problem(null, 'event-without-uid', 'An event has no UID.', 'Give each event a UID.')];
  }
  try {
    readInto(event, uid, defaults, entries);
    return [];
  } catch (error) {
    if (error instanceof BadEvent) return [problem(uid, error.code, error.message, error.remedy)];
    const message = `It cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
    return [problem(uid, 'malformed-event', message, 'Correct the event, or leave it out.')];
  }
}

function readInto(
  event: ICAL.Component,
  uid: string,
  defaults: EventDefaults,
  entries: Map<string, CalendarEntry>,
): void {
  const moved = readTimes(event, 'recurrence-id', defaults.timeZone)[0];
  const isCancelled = textOf(event, 'status')?.toUpperCase() === 'CANCELLED';
  if (moved !== undefined) takeAway(uid, moved, defaults, entries);
  if (isCancelled) return;
  const [start] = readTimes(event, 'dtstart', defaults.timeZone);
  if (start === undefined) {
    throw new BadEvent('event-without-start', 'It has no DTSTART.', 'Say when it starts.');
  }
  const endMs = endOf(event, start, defaults.timeZone);
  const { calendar, kind, owner, environments, regions, services, teams } = defaults;
  const occasion = moved === undefined ? '' : `/${moved.localMs}`;
  const id = idOf(calendar, uid + occasion);
  const shared = { kind, owner, environments, regions, services, teams };
  const title = (textOf(event, 'summary')?.trim() || uid).slice(0, longestTitle);
  const entry = { ...shared, id, title, ...timesOf(start, endMs) };
  entries.set(id, { ...entry, ...recurrenceOf(event, start, defaults.timeZone) });
  for (const date of readTimes(event, 'rdate', defaults.timeZone)) {
    const again = idOf(calendar, `${uid}/r${date.localMs}`);
    const startMs = clockIn(date, start.timeZone);
    const times = timesOf({ ...start, localMs: startMs }, endMs + startMs - start.localMs);
    entries.set(again, { ...entry, id: again, ...times });
  }
}

function timesOf({ localMs, timeZone }: EventTime, endMs: number) {
  return { start: toLocalTime(localMs), end: toLocalTime(endMs), timeZone };
}

/** A time as another zone's clocks show it. */
function clockIn({ localMs, timeZone }: EventTime, other: string): number {
  return timeZone === other ? localMs : localTimeOf(endInstant(localMs, timeZone), other);
}

function endOf(event: ICAL.Component, start: EventTime, timeZone: string | null): number {
  const [end] = readTimes(event, 'dtend', timeZone);
  if (end !== undefined) return clockIn(end, start.timeZone);
  const duration = event.getFirstPropertyValue('duration');
  if (isDuration(duration)) return start.localMs + duration.toSeconds() * 1000;
  if (start.isDay) return start.localMs + dayMs;
  throw new BadEvent('event-without-end', 'It has no DTEND and no DURATION.', 'Say when it ends.');
}

function isDuration(value: unknown): value is ICAL.Duration {
  return typeof value === 'object' && value !== null && 'toSeconds' in value;
}

function recurrenceOf(event: ICAL.Component, start: EventTime, timeZone: string | null) {
  const rules = event.getAllProperties('rrule');
  if (rules.length > 1) {
    const remedy = 'Make an event of each of its rules.';
    throw new BadEvent('several-recurrences', 'It has several RRULEs.', remedy);
  }
  const [rule] = rules;
  if (rule === undefined) return {};
  const exceptions = readTimes(event, 'exdate', timeZone).map((date) =>
    // A day without a time takes away what starts on that day.
    toLocalTime(
      date.isDay ? date.localMs + (start.localMs % dayMs) : clockIn(date, start.timeZone),
    ),
  );
  const rrule = String(rule.getFirstValue());
  return { rrule, ...(exceptions.length === 0 ? {} : { exceptions }) };
}

function takeAway(
  uid: string,
  moved: EventTime,
  { calendar }: EventDefaults,
  entries: Map<string, CalendarEntry>,
): void {
  const id = idOf(calendar, uid);
  const master = entries.get(id);
  if (master?.rrule === undefined) return;
  const localMs = clockIn(moved, master.timeZone ?? moved.timeZone);
  const exceptions = [...(master.exceptions ?? []), toLocalTime(localMs)];
  entries.set(id, { ...master, exceptions });
}

/** The same event has the same id in every import. */
function idOf(calendar: string, uid: string): string {
  return `${calendar.slice(0, 40)}-${contentDigest(uid).slice('sha256:'.length, 27)}`;
}

function textOf(event: ICAL.Component, name: string): string | null {
  const value: unknown = event.getFirstPropertyValue(name);
  return typeof value === 'string' && value !== '' ? value : null;
}

function problem(event: string | null, code: string, message: string, remedy: string) {
  return { code, event, message, remedy };
}

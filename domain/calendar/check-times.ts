import { nameRemedy } from '../plan/nearest-name.ts';
import type { PlanProblem, PlanProblems } from '../plan/problem.ts';
import type { CalendarEntry } from './entry.ts';
import { readLocalTime } from './local-time.ts';
import { readRecurrence } from './recurrence.ts';
import { isTimeZone, readClock } from './time-zone.ts';

/** Names that people mean when they write something like them. */
const wellKnownZones = [
  'UTC',
  'Africa/Johannesburg',
  'America/Chicago',
  'America/Los_Angeles',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Asia/Shanghai',
  'Asia/Singapore',
  'Asia/Tokyo',
  'Australia/Sydney',
  'Europe/Berlin',
  'Europe/London',
  'Europe/Paris',
  'Europe/Zurich',
];

/** What is wrong with the times of an entry: each place once, with what to write instead. */
export function* checkTimes(entry: CalendarEntry, at: string): PlanProblems {
  for (const field of ['start', 'end'] as const) {
    const text = entry[field];
    if (text !== null && (text < '1970' || text >= '2200')) yield farAway(text, `${at}/${field}`);
  }
  const { timeZone, rrule } = entry;
  if (timeZone === undefined) {
    yield* checkInstants(entry, at);
    return;
  }
  if (!isTimeZone(timeZone)) {
    const message = `There is no time zone \`${timeZone}\`.`;
    const otherwise = 'Write the IANA name of a zone, such as `Europe/Berlin`.';
    const remedy = nameRemedy(timeZone, wellKnownZones, otherwise);
    yield problem('unknown-time-zone', `${at}/timeZone`, message, remedy);
    return;
  }
  const startMs = readClock(entry.start, timeZone);
  if (entry.end !== null && readClock(entry.end, timeZone) <= startMs) yield endsBeforeStart(at);
  if (rrule === undefined) {
    yield* withoutRecurrence(entry, at);
    return;
  }
  if (entry.end === null) {
    const message = 'What recurs has an end: that of its first occurrence.';
    yield problem('endless-recurrence', `${at}/end`, message, 'Write when the first one ends.');
  }
  const read = readRecurrence(rrule, startMs, timeZone);
  if (!('problem' in read)) return;
  const message = `The recurrence cannot be followed. ${read.problem}`;
  const remedy = 'Write a rule of RFC 5545, such as `FREQ=WEEKLY;BYDAY=FR`.';
  yield problem('invalid-recurrence', `${at}/rrule`, message, remedy);
}

function* checkInstants(entry: CalendarEntry, at: string): PlanProblems {
  for (const [field, text] of [
    ['start', entry.start],
    ['end', entry.end],
  ] as const) {
    if (text === null || Number.isNaN(readLocalTime(text))) continue;
    const message = `\`${text}\` is a time of clocks, and the entry does not say of which.`;
    const remedy = 'Add `timeZone: Europe/Berlin`, or write the offset: `…T18:00:00+01:00`.';
    yield problem('time-without-zone', `${at}/${field}`, message, remedy);
  }
  const backwards = entry.end !== null && Date.parse(entry.end) <= Date.parse(entry.start);
  if (backwards) yield endsBeforeStart(at);
  if (entry.rrule === undefined) {
    yield* withoutRecurrence(entry, at);
    return;
  }
  const message = 'A recurrence follows the clocks of a zone, and the entry names none.';
  const remedy = 'Add a time zone, such as `timeZone: Europe/Berlin`.';
  yield problem('recurrence-without-zone', `${at}/rrule`, message, remedy);
}

function* withoutRecurrence({ rrule, exceptions = [] }: CalendarEntry, at: string): PlanProblems {
  if (rrule !== undefined || exceptions.length === 0) return;
  const message = 'Exceptions leave out occurrences, and this entry does not recur.';
  const remedy = 'Leave `exceptions` out, or add an `rrule`.';
  yield problem('exceptions-without-recurrence', `${at}/exceptions`, message, remedy);
}

function farAway(text: string, pointer: string): PlanProblem {
  const message = `\`${text}\` is further away than the calendar knows.`;
  const remedy = 'Write a year from 1970 to 2199, or leave the end out when none is known.';
  return problem('time-too-far', pointer, message, remedy);
}

function endsBeforeStart(at: string): PlanProblem {
  const message = 'An entry ends after it starts.';
  const remedy = 'Write a later `end`, or leave it out when no end is known.';
  return problem('end-before-start', `${at}/end`, message, remedy);
}

function problem(code: string, pointer: string, message: string, remedy: string): PlanProblem {
  return { code, document: 'calendar', pointer, message, remedy };
}

import type { CalendarEntry } from '../calendar/entry.ts';

/**
 * A part of every week in which the calendar shall be closed, as in `fri 16:00/mon 08:00`. Minutes
 * are counted from Monday 00:00 UTC, and may lie outside the week when an offset was written.
 */
export type ClosedRange = {
  readonly text: string;
  readonly startMinute: number;
  /** Greater than `startMinute`, by at most a week. */
  readonly endMinute: number;
};

const weekdays: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const moment = `(${weekdays.join('|')}) ([01]\\d|2[0-3]):([0-5]\\d)`;
const pattern = new RegExp(`^${moment}/${moment}(?: ([+-])([01]\\d):([0-5]\\d))?$`, 'i');

const minuteMs = 60_000;
const weekMinutes = 7 * 24 * 60;
const weekMs = weekMinutes * minuteMs;
/** 1970-01-05 was the first Monday of the clock. */
const firstMondayMs = Date.UTC(1970, 0, 5);

/** How a range is written, for messages. */
export const closedRangeForm =
  'Write a weekday and a time of day twice, as in `fri 16:00/mon 08:00`, in UTC or with an ' +
  'offset at the end: `fri 16:00/mon 08:00 +01:00`.';

/** Reads a range, or says in a sentence what is wrong with it. */
export function readClosedRange(text: string): ClosedRange | { readonly problem: string } {
  const found = pattern.exec(text);
  if (found === null) return { problem: `\`${text}\` is no part of a week.` };
  const [, startDay, startHour, startAt, endDay, endHour, endAt, sign, hours, minutes] = found;
  const offset = (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
  const startMinute = minuteOf(startDay, startHour, startAt) - offset;
  const end = minuteOf(endDay, endHour, endAt) - offset;
  if (end === startMinute) {
    return { problem: `\`${text}\` ends when it begins: it would close everything for ever.` };
  }
  return { text, startMinute, endMinute: end > startMinute ? end : end + weekMinutes };
}

function minuteOf(day = '', hour = '', minute = ''): number {
  const index = weekdays.indexOf(day.toLowerCase());
  return (index * 24 + Number(hour)) * 60 + Number(minute);
}

/**
 * The freezes that these ranges make of a stretch of time, for every environment. `owner` is named
 * as who could lift them.
 */
export function freezesOf(
  ranges: readonly ClosedRange[],
  stretch: { readonly startAt: string; readonly lengthMs: number; readonly owner: string },
): readonly CalendarEntry[] {
  const startMs = Date.parse(stretch.startAt);
  const endMs = startMs + stretch.lengthMs;
  const firstMs = startMs - ((startMs - firstMondayMs) % weekMs) - 2 * weekMs;
  const weeks = Math.ceil((endMs - firstMs) / weekMs) + 1;
  const mondays = Array.from({ length: weeks }, (_, week) => firstMs + week * weekMs);
  return ranges.flatMap(({ text, startMinute, endMinute }, index) =>
    mondays
      .map((monday) => ({
        start: monday + startMinute * minuteMs,
        end: monday + endMinute * minuteMs,
      }))
      .filter(({ start, end }) => end > startMs && start < endMs)
      .map(({ start, end }): CalendarEntry => {
        const [from, until] = [new Date(start).toISOString(), new Date(end).toISOString()];
        return {
          id: `rehearsal-${index + 1}-${from}`,
          kind: 'freeze',
          title: `closed ${text}`,
          environments: [],
          start: from,
          end: until,
          owner: stretch.owner,
        };
      }),
  );
}

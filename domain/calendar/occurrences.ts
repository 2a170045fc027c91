import type { CalendarEntry } from './entry.ts';
import { readLocalTime } from './local-time.ts';
import { type Recurrence, recurrenceOf } from './recurrence.ts';
import { endInstant, readClock, startInstant } from './time-zone.ts';

const dayMs = 86_400_000;

/** When an entry is active. Half-open; an end of Infinity is no known end. */
export type Occurrence = { readonly startMs: number; readonly endMs: number };

/** Occurrences of an entry that have a part in `[fromMs, toMs)`, in the order of their starts. */
export type Occurrences = (fromMs: number, toMs: number) => Iterable<Occurrence>;

/**
 * When an entry is active. An occurrence lasts from its local start to its local end, whatever the
 * clocks do in between. Throws a RangeError for an entry that nobody could have applied: an
 * unreadable calendar is no open one.
 */
export function occurrencesOf(entry: CalendarEntry): Occurrences {
  const { timeZone, rrule } = entry;
  if (timeZone === undefined || rrule === undefined) return once(spanOf(entry));
  const read = (text: string) => readable(text, readClock(text, timeZone));
  const [startMs, endMs] = [read(entry.start), read(entry.end ?? '')];
  const recurrence = recurrenceOf(rrule, startMs, timeZone);
  const exceptions = new Set((entry.exceptions ?? []).map(read));
  const toOccurrence = (localMs: number): Occurrence => ({
    startMs: startInstant(localMs, timeZone),
    endMs: endInstant(localMs + endMs - startMs, timeZone),
  });
  return recurring(recurrence, { lengthMs: endMs - startMs, exceptions, toOccurrence });
}

/** An instant is what it is; a time of clocks is looked up in the zone. */
function spanOf({ start, end, timeZone }: CalendarEntry): Occurrence {
  const read = (text: string, find: typeof startInstant) => {
    const localMs = timeZone === undefined ? Number.NaN : readLocalTime(text);
    if (timeZone === undefined || Number.isNaN(localMs)) return readable(text, Date.parse(text));
    return find(localMs, timeZone);
  };
  return {
    startMs: read(start, startInstant),
    endMs: end === null ? Number.POSITIVE_INFINITY : read(end, endInstant),
  };
}

function once(only: Occurrence): Occurrences {
  return (fromMs, toMs) => (only.startMs < toMs && fromMs < only.endMs ? [only] : []);
}

function recurring(
  recurrence: Recurrence,
  {
    lengthMs,
    exceptions,
    toOccurrence,
  }: {
    readonly lengthMs: number;
    readonly exceptions: ReadonlySet<number>;
    readonly toOccurrence: (localMs: number) => Occurrence;
  },
): Occurrences {
  return function* (fromMs, toMs) {
    // Clocks and the world are less than two days apart.
    const firstMs = fromMs - lengthMs - 2 * dayMs;
    for (const localMs of recurrence.startsBetween(firstMs, toMs + 2 * dayMs)) {
      if (exceptions.has(localMs)) continue;
      const occurrence = toOccurrence(localMs);
      if (occurrence.startMs < toMs && fromMs < occurrence.endMs) yield occurrence;
    }
  };
}

function readable(text: string, ms: number): number {
  if (Number.isNaN(ms)) throw new RangeError(`The calendar holds no instant \`${text}\`.`);
  return ms;
}

import { RRuleTemporal } from 'rrule-temporal';
import { readLocalTime } from './local-time.ts';

const dayMs = 86_400_000;

/** A stretch of time in which the clocks of a zone are one offset from UTC. Half-open. */
type OffsetPeriod = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly offsetMs: number;
};

/**
 * Looking into a zone is dear, and what it finds never changes within a process: years of zones are
 * remembered.
 */
const knownYears = new Map<string, readonly OffsetPeriod[]>();
const mostYears = 20_000;

/** Whether the library knows a zone of that name. */
export function isTimeZone(name: string): boolean {
  // An offset would be read as a part of the time, and does not follow the clocks of any place.
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return false;
  try {
    return clockOf(name, Date.UTC(2026, 0, 1)).timeZoneId !== '';
  } catch {
    return false;
  }
}

/**
 * The instant at which something begins that begins at a time of clocks: the first instant after a
 * gap when clocks skip it, the earlier one when they show it twice.
 */
export function startInstant(localMs: number, timeZone: string): number {
  return instantsOf(localMs, timeZone).at(0) ?? firstAfterGap(localMs, timeZone);
}

/** As `startInstant`, for what ends: the later of two instants. */
export function endInstant(localMs: number, timeZone: string): number {
  return instantsOf(localMs, timeZone).at(-1) ?? firstAfterGap(localMs, timeZone);
}

/** What clocks of the zone show at an instant, as the milliseconds that it would be in UTC. */
export function localTimeOf(instantMs: number, timeZone: string): number {
  const period = periodsAround(instantMs, timeZone).find(
    ({ fromMs, toMs }) => fromMs <= instantMs && instantMs < toMs,
  );
  return instantMs + (period?.offsetMs ?? 0);
}

/**
 * What clocks of the zone show at a time that was written as they show it, or as an instant; NaN
 * when it is neither.
 */
export function readClock(text: string, timeZone: string): number {
  const localMs = readLocalTime(text);
  const instantMs = Number.isNaN(localMs) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instantMs) ? localMs : localTimeOf(instantMs, timeZone);
}

function instantsOf(localMs: number, timeZone: string): readonly number[] {
  return periodsAround(localMs, timeZone)
    .filter(({ fromMs, toMs, offsetMs }) => {
      const instantMs = localMs - offsetMs;
      return fromMs <= instantMs && instantMs < toMs;
    })
    .map(({ offsetMs }) => localMs - offsetMs);
}

function firstAfterGap(localMs: number, timeZone: string): number {
  const after = periodsAround(localMs, timeZone).find(
    ({ fromMs, offsetMs }) => fromMs + offsetMs > localMs,
  );
  if (after === undefined) throw new RangeError(`${timeZone} shows no time after ${localMs}.`);
  return after.fromMs;
}

/** Those that a time of clocks can lie in: no zone is further than 26 hours from another. */
function periodsAround(ms: number, timeZone: string): readonly OffsetPeriod[] {
  const [first, last] = [ms - 2 * dayMs, ms + 2 * dayMs];
  const years = [...new Set([first, last].map((each) => new Date(each).getUTCFullYear()))];
  return years
    .flatMap((year) => periodsOfYear(year, timeZone))
    .filter(({ fromMs, toMs }) => fromMs <= last && first < toMs);
}

function periodsOfYear(year: number, timeZone: string): readonly OffsetPeriod[] {
  const key = `${timeZone}/${year}`;
  const known = knownYears.get(key);
  if (known !== undefined) return known;
  const periods: OffsetPeriod[] = [];
  const endMs = startOfYear(year + 1);
  for (let fromMs = startOfYear(year); fromMs < endMs; ) {
    const clock = clockOf(timeZone, fromMs);
    const next = clock.getTimeZoneTransition('next')?.epochMilliseconds ?? endMs;
    const toMs = Math.min(next, endMs);
    periods.push({ fromMs, toMs, offsetMs: clock.offsetNanoseconds / 1_000_000 });
    fromMs = toMs;
  }
  if (knownYears.size >= mostYears) knownYears.clear();
  knownYears.set(key, periods);
  return periods;
}

function startOfYear(year: number): number {
  return Date.parse(`${String(year).padStart(4, '0')}-01-01T00:00:00Z`);
}

/**
 * A clock of the library that expands recurrences: both must know the same zones. The rule only
 * makes the library give one out.
 */
function clockOf(timeZone: string, instantMs: number) {
  const text = new Date(instantMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  const rruleString = `DTSTART:${text}Z\nRRULE:FREQ=DAILY`;
  return new RRuleTemporal({ rruleString }).options().dtstart.withTimeZone(timeZone);
}

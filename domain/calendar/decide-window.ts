import type { CalendarAnswer, CalendarEntry } from './entry.ts';

export type WindowQuestion = {
  readonly entries: readonly CalendarEntry[];
  readonly environment: string;
  /** RFC 3339. */
  readonly instant: string;
};

/**
 * Whether releases may touch the environment at the instant. A freeze wins over everything; where a
 * window that allows speaks of the environment, one has to be open; where nothing speaks of it, it
 * is open. Intervals are half-open. Throws a RangeError when an instant is not RFC 3339: an
 * unreadable calendar is no open one.
 */
export function decideWindow({ entries, environment, instant }: WindowQuestion): CalendarAnswer {
  const nowMs = toMs(instant);
  const intervals = entries
    .filter(({ environments }) => environments.length === 0 || environments.includes(environment))
    .map(toInterval);
  const open = isOpen(intervals, nowMs);
  const change = nextChange(intervals, nowMs, open);
  const until = change === null ? null : new Date(change).toISOString();
  const nextOpen = open ? null : until;
  const freezes = activeEntries(intervals, 'freeze', nowMs);
  const windows = activeEntries(intervals, 'allow', nowMs);
  if (freezes.length > 0) {
    const reason = `${environment} is frozen by ${titles(freezes)}${untilWhen(nextOpen)}`;
    return { open, by: ids(freezes), reason, nextOpen, until, liftedBy: owners(freezes) };
  }
  if (open) {
    const by = windows.length === 0 ? 'nothing holds releases' : `allowed by ${titles(windows)}`;
    const reason = `${environment} is open: ${by}${untilWhen(until)}`;
    return { open, by: ids(windows), reason, nextOpen, until, liftedBy: [] };
  }
  // Whoever owns the windows of an environment can open another one.
  const allows = intervals.flatMap(({ entry }) => (entry.kind === 'allow' ? [entry] : []));
  const reason = `No window of ${environment} is open${untilWhen(nextOpen)}`;
  return { open, by: [], reason, nextOpen, until, liftedBy: owners(allows) };
}

type Interval = {
  readonly entry: CalendarEntry;
  readonly startMs: number;
  /** Infinity: no known end. */
  readonly endMs: number;
};

function toInterval(entry: CalendarEntry): Interval {
  const endMs = entry.end === null ? Number.POSITIVE_INFINITY : toMs(entry.end);
  return { entry, startMs: toMs(entry.start), endMs };
}

function toMs(instant: string): number {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) throw new RangeError(`The calendar holds no instant \`${instant}\`.`);
  return ms;
}

function isOpen(intervals: readonly Interval[], atMs: number): boolean {
  if (activeEntries(intervals, 'freeze', atMs).length > 0) return false;
  const mustBeAllowed = intervals.some(({ entry }) => entry.kind === 'allow');
  return !mustBeAllowed || activeEntries(intervals, 'allow', atMs).length > 0;
}

function activeEntries(
  intervals: readonly Interval[],
  kind: CalendarEntry['kind'],
  atMs: number,
): readonly CalendarEntry[] {
  return intervals
    .filter(({ entry, startMs, endMs }) => entry.kind === kind && startMs <= atMs && atMs < endMs)
    .map(({ entry }) => entry);
}

/** Between two boundaries nothing changes, so only boundaries have to be tried. */
function nextChange(intervals: readonly Interval[], nowMs: number, open: boolean): number | null {
  const boundaries = intervals
    .flatMap(({ startMs, endMs }) => [startMs, endMs])
    .filter((boundary) => boundary > nowMs && Number.isFinite(boundary))
    .toSorted((one, other) => one - other);
  return boundaries.find((boundary) => isOpen(intervals, boundary) !== open) ?? null;
}

function titles(entries: readonly CalendarEntry[]): string {
  return entries.map(({ title }) => `“${title}”`).join(', ');
}

function ids(entries: readonly CalendarEntry[]): readonly string[] {
  return entries.map(({ id }) => id);
}

function owners(entries: readonly CalendarEntry[]): readonly string[] {
  return [...new Set(entries.map(({ owner }) => owner))];
}

function untilWhen(instant: string | null): string {
  return instant === null ? ', with no known end.' : `, until ${instant}.`;
}

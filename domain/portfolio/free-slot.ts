import type { Calendar } from '../calendar/calendar.ts';
import { decideWindow } from '../calendar/decide-window.ts';
import type { CalendarScope } from '../calendar/entry.ts';
import { fullTimes, type Interval, meet, poolsOf } from './capacity.ts';
import { clashesOf } from './clashes-of.ts';
import type { Length, PlannedWindow } from './contender.ts';
import type { ConflictQuestion } from './find-conflicts.ts';

/** How far a slot is looked for. */
const horizonMs = 400 * 86_400_000;

export type SlotQuestion = ConflictQuestion & {
  readonly calendar: Calendar;
  /** What would be touched; empty where the calendar is not asked. */
  readonly scopes: readonly CalendarScope[];
  readonly environment: string;
  readonly notBeforeMs: number;
} & Length;

/**
 * The earliest stretch of that length in which no other release is in the way, and in which the
 * calendar stays open as long as there are changes. Null: none that begins within 400 days.
 */
export function freeSlot(question: SlotQuestion): PlannedWindow | null {
  const { environment, notBeforeMs, lengthMs } = question;
  const taken = takenTimes(question);
  for (let startMs = notBeforeMs; startMs <= notBeforeMs + horizonMs; ) {
    const slot = { startMs, endMs: startMs + lengthMs };
    const laterMs = afterClosing(question, slot) ?? afterTaken(taken, slot);
    if (laterMs === null) return { environment, ...slot };
    startMs = laterMs;
  }
  return null;
}

/** When the others are at work on something that they and this release cannot do together. */
function takenTimes(question: SlotQuestion): readonly Interval[] {
  const { subject, others, environment } = question;
  const window = { environment, startMs: 0, endMs: 0 };
  const clashing = others.flatMap((other) =>
    other.windows.filter(
      (theirs) =>
        clashesOf({ subject, window }, { subject: other, window: theirs }, question).length > 0,
    ),
  );
  const overloaded = poolsOf(question, environment).flatMap(({ users, capacity }) =>
    fullTimes(users, capacity),
  );
  return [...clashing, ...overloaded];
}

/** The next instant to look at when the calendar closes on the slot; null when it does not. */
function afterClosing(
  { calendar, scopes, changingMs }: SlotQuestion,
  { startMs }: Interval,
): number | null {
  if (scopes.length === 0) return null;
  const instant = new Date(startMs).toISOString();
  const { open, nextOpen, nextClose } = decideWindow({ calendar, scopes, instant });
  if (open && (nextClose === null || Date.parse(nextClose) >= startMs + changingMs)) return null;
  return nextOpen === null ? Number.POSITIVE_INFINITY : Date.parse(nextOpen);
}

function afterTaken(taken: readonly Interval[], slot: Interval): number | null {
  const ends = taken.filter((interval) => meet(interval, slot)).map(({ endMs }) => endMs);
  return ends.length === 0 ? null : Math.max(...ends);
}

import { RRuleTemporal } from 'rrule-temporal';
import { toLocalTime } from './local-time.ts';
import { type RecurrenceParts, readParts, readUntil } from './recurrence-parts.ts';

const dayMs = 86_400_000;
/** Starts are worked out and remembered for stretches of time of this length. */
const stretchMs = 128 * dayMs;
const mostOccurrencesAMonth = 1_000;
/**
 * Above what a rule needs that recurs a thousand times a month. With bounds of its own the library
 * takes thirty times as long, so they are for the few rules that the usual ones stop.
 */
const farBounds = { maxIterations: 1_000_000, maxCandidateEvaluations: 10_000_000 };

/** What a rule needs to say that recurs too often or never; the others are not tried out. */
const mayBeOdd = /HOURLY|UNTIL|BYHOUR|BYMINUTE|BYSECOND|BYMONTHDAY|BYYEARDAY|BYWEEKNO|BYSETPOS/i;

/** Expanding a rule is dear, and the same rule gives the same starts for ever. */
const knownStarts = new Map<string, readonly number[]>();
const mostKnown = 50_000;

/** A recurrence as times of clocks: the zone has no part in when it recurs. */
export type Recurrence = {
  /** Starts in `[fromMs, toMs)`, in order; all as the milliseconds that they would be in UTC. */
  startsBetween(fromMs: number, toMs: number): Iterable<number>;
};

/**
 * Reads a rule of RFC 5545 that begins at a time of clocks. The rule recurs on clocks that know no
 * summer time, so that a start inside a gap is kept: the library would drop it. Returns a sentence
 * when the rule says nothing that can be followed.
 */
export function readRecurrence(
  rrule: string,
  startMs: number,
  timeZone: string,
): Recurrence | { readonly problem: string } {
  const parts = readParts(rrule);
  if ('problem' in parts) return parts;
  try {
    const recurrence = recur(parts, startMs, timeZone);
    createRule(textOf(parts, startMs));
    if (!mayBeOdd.test(rrule)) return recurrence;
    const problem = problemOf(recurrence, startMs);
    return problem === null ? recurrence : { problem };
  } catch (error) {
    return { problem: `${error instanceof Error ? error.message : String(error)}.` };
  }
}

/** The recurrence of an entry that was checked. Throws a RangeError when it was not. */
export function recurrenceOf(rrule: string, startMs: number, timeZone: string): Recurrence {
  const parts = readParts(rrule);
  if ('problem' in parts) throw new RangeError(`The calendar holds no rule: ${parts.problem}`);
  return recur(parts, startMs, timeZone);
}

function recur(parts: RecurrenceParts, startMs: number, timeZone: string): Recurrence {
  const until = readUntil(parts.until, timeZone);
  const text = textOf(parts, startMs);
  const stretch = (index: number) => {
    const [first, last] = [index * stretchMs, (index + 1) * stretchMs - 1];
    return remembered(`${index} ${text}`, () =>
      expand(text, (rule) => rule.between(new Date(first), new Date(last), true)),
    );
  };
  const whole = () => remembered(text, () => expand(text, (rule) => rule.all()));
  return {
    *startsBetween(fromMs, toMs) {
      const endMs = Math.min(toMs, until.lastMs + 1);
      const within = (ms: number) => fromMs <= ms && ms < endMs && until.admits(ms);
      if (parts.count !== null) {
        yield* whole().filter(within);
        return;
      }
      const first = Math.floor(Math.max(fromMs, startMs) / stretchMs);
      for (let index = first; index * stretchMs < endMs; index += 1) {
        yield* stretch(index).filter(within);
      }
    },
  };
}

function problemOf(recurrence: Recurrence, startMs: number): string | null {
  const inMonth = [...recurrence.startsBetween(startMs, startMs + 31 * dayMs)].length;
  if (inMonth > mostOccurrencesAMonth) {
    return `It recurs more than ${mostOccurrencesAMonth} times a month.`;
  }
  if (inMonth > 0) return null;
  // Nothing of the calendar comes back more rarely than 29 February, over the turn of a century.
  const [first] = recurrence.startsBetween(startMs, startMs + 9 * 366 * dayMs);
  return first === undefined ? 'It never takes place in the nine years after its start.' : null;
}

function remembered(key: string, work: () => readonly number[]): readonly number[] {
  const known = knownStarts.get(key);
  if (known !== undefined) return known;
  const starts = work();
  if (knownStarts.size >= mostKnown) knownStarts.clear();
  knownStarts.set(key, starts);
  return starts;
}

type Expand = (rule: RRuleTemporal) => readonly { readonly epochMilliseconds: number }[];

function expand(text: string, starts: Expand): readonly number[] {
  const inMs = (rule: RRuleTemporal) =>
    starts(rule).map(({ epochMilliseconds }) => epochMilliseconds);
  try {
    return inMs(createRule(text));
  } catch {
    return inMs(createRule(text, farBounds));
  }
}

function createRule(text: string, bounds = {}): RRuleTemporal {
  return new RRuleTemporal({ rruleString: text, strict: true, ...bounds });
}

function textOf({ rule }: RecurrenceParts, startMs: number): string {
  return `DTSTART:${toLocalTime(startMs).replaceAll(/[-:]/g, '')}Z\nRRULE:${rule}`;
}

import type { CalendarEntry, CalendarScope } from './entry.ts';
import { type Occurrences, occurrencesOf } from './occurrences.ts';
import { indexScopes } from './scope.ts';
import { type Member, type Stretch, workOut } from './stretch.ts';

const stretchMs = 64 * 86_400_000;
/** Of occurrences, over all questions: some hundred megabytes. */
const mostRemembered = 2_000_000;
const mostTimelines = 2_000;

/** All entries, indexed. Questions that were asked before are answered from what was worked out. */
export type Calendar = {
  readonly entries: readonly CalendarEntry[];
  /** What matters to those that touch all of these scopes together. */
  readonly timelineOf: (scopes: readonly CalendarScope[]) => Timeline;
};

/** When some scopes are open together. */
export type Timeline = {
  /** The stretch that an instant lies in, with its first instant. */
  readonly at: (instantMs: number) => { readonly fromMs: number; readonly stretch: Stretch };
  readonly stretchMs: number;
  /** Entries that allow some of the scopes, active or not. */
  readonly allowing: readonly CalendarEntry[];
};

/** Indexes the entries of all calendars. They are read when somebody asks about what they match. */
export function openCalendar(entries: readonly CalendarEntry[]): Calendar {
  const index = indexScopes(entries);
  const occurrences = new Map<number, Occurrences>();
  const timelines = new Map<string, Timeline>();
  let remembered = 0;
  const occurrencesAt = (position: number, entry: CalendarEntry): Occurrences => {
    const known = occurrences.get(position) ?? occurrencesOf(entry);
    occurrences.set(position, known);
    return known;
  };
  const membersOf = (scopes: readonly CalendarScope[]): readonly Member[] => {
    const scopesOf = new Map<number, number[]>();
    for (const [place, scope] of scopes.entries()) {
      for (const position of index.matching(scope)) {
        scopesOf.set(position, [...(scopesOf.get(position) ?? []), place]);
      }
    }
    return [...scopesOf].flatMap(([position, matched]) => {
      const entry = entries[position];
      if (entry === undefined) return [];
      const allows = entry.kind === 'allow';
      return [{ position, allows, scopes: matched, occurrences: occurrencesAt(position, entry) }];
    });
  };
  const keep = (stretch: Stretch) => {
    remembered += stretch.size;
    if (remembered <= mostRemembered && timelines.size <= mostTimelines) return;
    timelines.clear();
    remembered = 0;
  };
  return {
    entries,
    timelineOf(scopes) {
      const key = JSON.stringify(scopes.map(keyOf));
      const known = timelines.get(key);
      if (known !== undefined) return known;
      const timeline = createTimeline(entries, membersOf(scopes), keep);
      timelines.set(key, timeline);
      return timeline;
    },
  };
}

function createTimeline(
  entries: readonly CalendarEntry[],
  members: readonly Member[],
  keep: (stretch: Stretch) => void,
): Timeline {
  const stretches = new Map<number, Stretch>();
  return {
    stretchMs,
    allowing: members.flatMap(({ position, allows }) => {
      const entry = entries[position];
      return allows && entry !== undefined ? [entry] : [];
    }),
    at(instantMs) {
      const index = Math.floor(instantMs / stretchMs);
      const fromMs = index * stretchMs;
      const known = stretches.get(index);
      if (known !== undefined) return { fromMs, stretch: known };
      const stretch = workOut(members, fromMs, fromMs + stretchMs);
      stretches.set(index, stretch);
      keep(stretch);
      return { fromMs, stretch };
    },
  };
}

function keyOf({ environment, region, service, team }: CalendarScope): readonly unknown[] {
  return [environment ?? null, region ?? null, service ?? null, team ?? null];
}

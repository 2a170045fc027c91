import type { CalendarEntry, CalendarScope } from './entry.ts';

/** What an entry may name, and what a question says of it. */
const dimensions = [
  ['services', 'service'],
  ['teams', 'team'],
  ['environments', 'environment'],
  ['regions', 'region'],
] as const;

type Dimension = (typeof dimensions)[number][1];

/** For each dimension that the entry names, the question's value is among its names. */
export function matches(entry: CalendarEntry, scope: CalendarScope): boolean {
  return dimensions.every(([names, value]) => {
    const named = entry[names] ?? [];
    const asked = scope[value];
    return named.length === 0 || (asked !== undefined && named.includes(asked));
  });
}

/** Entries by what they name, so that those that cannot match are not looked at. */
export type ScopeIndex = {
  /** Those that match, in the order of the calendar. */
  readonly matching: (scope: CalendarScope) => readonly number[];
};

/** Indexes entries by the names of the first dimension that each names: few share a service. */
export function indexScopes(entries: readonly CalendarEntry[]): ScopeIndex {
  const byName = new Map<string, number[]>();
  const keyOf = (dimension: Dimension | 'any', name: string) => `${dimension}/${name}`;
  for (const [position, entry] of entries.entries()) {
    const named = dimensions.find(([names]) => (entry[names] ?? []).length > 0);
    const keys =
      named === undefined
        ? [keyOf('any', '')]
        : [...new Set(entry[named[0]])].map((name) => keyOf(named[1], name));
    for (const key of keys) {
      const positions = byName.get(key);
      if (positions === undefined) byName.set(key, [position]);
      else positions.push(position);
    }
  }
  return {
    matching(scope) {
      const keys = dimensions.flatMap(([, value]) => {
        const asked = scope[value];
        return asked === undefined ? [] : [keyOf(value, asked)];
      });
      return [keyOf('any', ''), ...keys]
        .flatMap((key) => byName.get(key) ?? [])
        .filter((position) => {
          const entry = entries[position];
          return entry !== undefined && matches(entry, scope);
        })
        .toSorted((one, other) => one - other);
    },
  };
}

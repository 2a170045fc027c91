import type { CatalogIndex } from '../plan/catalog-index.ts';
import type { Contender } from './contender.ts';

/** Half-open, in milliseconds since 1970. */
export type Interval = { readonly startMs: number; readonly endMs: number };

/** A team that would carry out more releases than it can. */
type Overload = Interval & {
  readonly team: string;
  readonly capacity: number;
  /** The others that it carries out within. */
  readonly releases: readonly string[];
};

type CapacityQuestion = {
  readonly subject: Pick<Contender, 'teams'>;
  readonly others: readonly Contender[];
  readonly groups: CatalogIndex['groups'];
};

/** Where, within an interval, one more release is more than a team of it can carry out. */
export function overloads(question: CapacityQuestion, within: Interval): readonly Overload[] {
  const { subject, others, groups } = question;
  return subject.teams.flatMap((team) => {
    const capacity = groups.get(team)?.capacity;
    if (capacity === undefined) return [];
    const busy = others.filter(({ teams }) => teams.includes(team));
    return fullTimes(busy, capacity).flatMap((full) => {
      const clipped = {
        startMs: Math.max(full.startMs, within.startMs),
        endMs: Math.min(full.endMs, within.endMs),
      };
      if (clipped.startMs >= clipped.endMs) return [];
      const releases = busy
        .filter(({ windows }) => windows.some((window) => meet(window, clipped)))
        .map(({ release }) => release);
      return [{ ...clipped, team, capacity, releases }];
    });
  });
}

/** When at least so many of the releases are at work; touching intervals are one. */
export function fullTimes(busy: readonly Contender[], capacity: number): readonly Interval[] {
  const edges = [
    ...new Set(
      busy.flatMap(({ windows }) => windows.flatMap((each) => [each.startMs, each.endMs])),
    ),
  ].toSorted((one, other) => one - other);
  const full: { startMs: number; endMs: number }[] = [];
  for (const [place, startMs] of edges.entries()) {
    const endMs = edges[place + 1];
    if (endMs === undefined) break;
    const part = { startMs, endMs };
    const atWork = busy.filter(({ windows }) => windows.some((window) => meet(window, part)));
    if (atWork.length < capacity) continue;
    const last = full.at(-1);
    if (last?.endMs === startMs) last.endMs = endMs;
    else full.push(part);
  }
  return full;
}

/** Whether two half-open intervals have an instant in common. */
export function meet(one: Interval, other: Interval): boolean {
  return one.startMs < other.endMs && other.startMs < one.endMs;
}

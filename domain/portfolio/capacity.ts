import type { CatalogIndex } from '../plan/catalog-index.ts';
import type { Contender, PlannedWindow } from './contender.ts';

/** Half-open, in milliseconds since 1970. */
export type Interval = { readonly startMs: number; readonly endMs: number };

/** What takes a stated number of releases at once, and who makes use of it. */
export type Pool = {
  /** A group or an environment. */
  readonly about: string;
  readonly capacity: number;
  /** A clause that says so. */
  readonly what: string;
  /** Others, in those of their windows in which they need it. */
  readonly users: readonly Contender[];
};

/** A pool that more releases would need at once than it takes. */
type Overload = Interval & {
  readonly about: string;
  readonly what: string;
  /** The others that need it within. */
  readonly releases: readonly string[];
};

type CapacityQuestion = {
  readonly subject: Pick<Contender, 'teams'>;
  readonly others: readonly Contender[];
  readonly groups: CatalogIndex['groups'];
  readonly environments: CatalogIndex['environments'];
};

/**
 * The pools that a release needs in an environment: its teams as far as they have a capacity, and
 * the environment where it takes several releases.
 */
export function poolsOf(question: CapacityQuestion, environment: string): readonly Pool[] {
  const { subject, others, groups, environments } = question;
  const pools = subject.teams.flatMap((team): readonly Pool[] => {
    const capacity = groups.get(team)?.capacity;
    if (capacity === undefined) return [];
    const users = others.filter(({ teams }) => teams.includes(team));
    return [{ about: team, capacity, what: `${team} carries out ${capacity} at once`, users }];
  });
  const { capacity = 1 } = environments.get(environment) ?? {};
  if (capacity === 1) return pools;
  const users = others.map((other) => ({
    ...other,
    windows: other.windows.filter((window) => window.environment === environment),
  }));
  const what = `${environment} is held by ${capacity} releases at once`;
  return [...pools, { about: environment, capacity, what, users }];
}

/** Where, within a window, one more release is more than a pool takes. */
export function overloads(question: CapacityQuestion, within: PlannedWindow): readonly Overload[] {
  return poolsOf(question, within.environment).flatMap(({ about, what, capacity, users }) =>
    fullTimes(users, capacity).flatMap((full) => {
      const clipped = {
        startMs: Math.max(full.startMs, within.startMs),
        endMs: Math.min(full.endMs, within.endMs),
      };
      if (clipped.startMs >= clipped.endMs) return [];
      const releases = users
        .filter(({ windows }) => windows.some((window) => meet(window, clipped)))
        .map(({ release }) => release);
      return [{ ...clipped, about, what, releases }];
    }),
  );
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

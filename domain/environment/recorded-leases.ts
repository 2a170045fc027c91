/** A release that has a place of an environment, as it is recorded. */
export type RecordedLease = {
  readonly release: string;
  readonly fence: number;
  /** From 1: which of the places of the environment it has. */
  readonly place: number;
  /** The emergency release for which it is to give way; absent: none. */
  readonly recalledFor?: string;
};

/** What was noted last about a place. `release` null: it was given back. */
export type NotedLease = Omit<RecordedLease, 'release'> & {
  readonly environment: string;
  readonly release: string | null;
};

export type EnvironmentLeases = {
  readonly holders: readonly RecordedLease[];
  /** Number of the latest grant; 0 when the environment was never held. */
  readonly fence: number;
};

/** Who holds an environment, by what was noted about its places. */
export function leasesAmong(noted: readonly NotedLease[]): EnvironmentLeases {
  const holders = noted.flatMap(({ release, fence, place, recalledFor }): RecordedLease[] => {
    if (release === null) return [];
    const lease = { release, fence, place };
    return [recalledFor === undefined ? lease : { ...lease, recalledFor }];
  });
  return { holders, fence: Math.max(0, ...noted.map(({ fence }) => fence)) };
}

/**
 * One of the numbered places in which a component runs. The number outlives the version that runs
 * there.
 */
export type Target = {
  /** Counted from 0. */
  readonly ordinal: number;
  /** Which versions have it: one may be ordered with more targets than the other, or fewer. */
  readonly versions: readonly Goal[];
  /** Which of the two versions of a roll runs there; null while it is between them. */
  readonly runs: Goal | null;
  /** Origin at which it answers; null where it serves no requests, or nothing runs. */
  readonly address: string | null;
  /** Why it may get no users; null where it is well and says that it is its version. */
  readonly problem: string | null;
};

/** A version that takes the place of another, target after target. */
export type Roll = {
  /** Whether a target may have been touched under its key. */
  readonly begun: boolean;
  readonly previous: { readonly digest: string; readonly version: string };
  readonly ordered: { readonly digest: string; readonly version: string };
  /** By their numbers. */
  readonly targets: readonly Target[];
};

/** Where a roll goes to: forward to what was ordered, or back to what was there before. */
export type Goal = 'ordered' | 'previous';

/** Whether a target is what the goal wants it to be: well there, or gone where it has no place. */
export function isThere({ versions, runs, problem }: Target, goal: Goal): boolean {
  return versions.includes(goal) ? runs === goal && problem === null : runs === null;
}

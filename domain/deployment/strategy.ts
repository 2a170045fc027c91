import type { Deployed } from './deployment.ts';

/**
 * How a version takes the place of the one before. `all-at-once` gives it every user as soon as it
 * stands; `blue-green` once all of it stands and was asked, in one step, and keeps what it
 * replaced; `canary` step by step, as the policy says. `rolling` and `ordered` replace the targets
 * in their places, some after the others.
 */
export type DeploymentStrategy =
  | { readonly kind: 'all-at-once' }
  | { readonly kind: 'canary' }
  | BlueGreen
  | Rolling
  | Ordered;

export type BlueGreen = {
  readonly kind: 'blue-green';
  /** What was replaced stands for at least this long after the switch, ready to be gone back to. */
  readonly keepMs: number;
  /** Who was on the old set stays on it for this long. Absent: nobody does. */
  readonly sessionsMs?: number;
  /** Says that both sets may work on the same state. Asked of what is stateful. */
  readonly sharesState?: true;
};

/** Some targets after the others, each without users until it says that it is the new version. */
export type Rolling = {
  readonly kind: 'rolling';
  /** How many are replaced at a time: so many, or so many of a hundred. */
  readonly batch: { readonly targets: number } | { readonly percent: number };
  /** At most so many targets are without users at once. Absent: as many as a batch has. */
  readonly maximumUnavailable?: number;
  /** Says that two versions may work on the same state. Asked of what is stateful. */
  readonly sharesState?: true;
};

/**
 * For what keeps state: one target after the other, the highest number first, the primary last, and
 * never two down.
 */
export type Ordered = {
  readonly kind: 'ordered';
  /** Number of the target that the others follow, counted from 0. */
  readonly primary: number;
};

/** Whether a strategy replaces targets in their places, and by which rules; null where not. */
export function rulesOfRoll(strategy: DeploymentStrategy | undefined): Rolling | Ordered | null {
  return strategy?.kind === 'rolling' || strategy?.kind === 'ordered' ? strategy : null;
}

/**
 * Why users may not be switched to a set: it is another one, or one of its targets does not say
 * that it is the ordered version. One that merely was well before proves nothing. Null: they may.
 */
export function whyNotSwitched(
  component: string,
  orderedDigest: string,
  standing: Deployed | null,
): string | null {
  if (standing === null || standing.digest !== orderedDigest) {
    const found = standing?.digest ?? 'nothing';
    return `${component} should stand as ${orderedDigest}, but ${found} does.`;
  }
  const { instances, unready = [] } = standing;
  const all = instances.length + unready.length;
  if (instances.length === 0 && unready.length === 0) return `${component} has no targets.`;
  if (unready.length === 0) return null;
  const told = unready.map(({ id, reason }) => `target ${id}: ${reason}`).join('; ');
  return `${unready.length} of the ${all} targets of ${component} cannot get users. ${told}.`;
}

import type { Deployed, TrafficShare } from '../deployment/deployment.ts';
import type { ChangeState } from '../release/state.ts';
import type { VersionRef } from '../release/terms.ts';
import type { RestoredComponent } from './restored-component.ts';

/** What was seen of a component after its change was undone. */
export type SeenAfterRollback = {
  readonly change: ChangeState;
  /** What the tool reports: with those instances alone that live and answer as that version. */
  readonly current: Deployed | null;
  readonly candidate: Deployed | null;
  /** How users are divided; null where users do not reach the component. */
  readonly shares: readonly TrafficShare[] | null;
  /** What its health check answered through the gateway; null where it was not asked. */
  readonly status: number | null;
};

/**
 * Whether a component stands again as it stood before this release, and is well. A change that was
 * never confirmed has no recorded `from`: then what the tool said it went back to has to stand.
 */
export function judgeRestored(seen: SeenAfterRollback): RestoredComponent {
  const { change, current } = seen;
  const expected = change.from ?? change.restored;
  const found = current === null ? null : { digest: current.digest, version: current.version };
  const problem = problemOf(seen, expected);
  return {
    component: change.component,
    expected,
    found,
    verdict: problem === null ? 'pass' : 'fail',
    reason: problem ?? `${nameOf(expected)} stands as before.`,
  };
}

function problemOf(seen: SeenAfterRollback, expected: VersionRef | null): string | null {
  const { current, candidate, change } = seen;
  if ((current?.digest ?? null) !== (expected?.digest ?? null)) {
    return `${nameOf(current)} stands where ${nameOf(expected)} stood before.`;
  }
  if (candidate !== null) return `${nameOf(change.to)} still stands beside what serves.`;
  return usersProblemOf(seen, expected);
}

function usersProblemOf(
  { current, shares, status }: SeenAfterRollback,
  expected: VersionRef | null,
): string | null {
  if (shares === null) return null;
  const strange = shares.find(({ digest }) => digest !== expected?.digest);
  if (strange !== undefined) return `${nameOf(strange)} still gets users.`;
  if (expected === null) return null;
  if (shares.length === 0) return `Users do not reach ${nameOf(expected)}.`;
  if (current?.instances.length === 0) return `No instance of ${nameOf(expected)} answers.`;
  const isWell = status === null || (status >= 200 && status <= 299);
  return isWell ? null : `Its health check answers ${status} through the gateway.`;
}

function nameOf(version: Pick<VersionRef, 'version'> | null): string {
  return version === null ? 'nothing' : version.version;
}

import { exemptionsOf } from '../domain/other-release/exemptions.ts';
import type { ReleaseRun } from './release-run.ts';

/**
 * Records that a stage goes on without the other releases that somebody has just let it leave.
 * Returns the names of all that are left now.
 */
export function useExemptions(
  run: ReleaseRun,
  stage: string,
  environment: string,
): readonly string[] {
  const standing = exemptedIn(run, environment);
  for (const { unused } of standing) {
    if (unused !== null) run.journal.record({ type: 'deviation.used', deviation: unused, stage });
  }
  return standing.map(({ release }) => release);
}

/** Whether somebody has just let it leave another release: nothing has gone on by that yet. */
export function mayLeave(run: ReleaseRun, environment: string): boolean {
  return exemptedIn(run, environment).some(({ unused }) => unused !== null);
}

type Exempted = { readonly release: string; readonly unused: string | null };

/**
 * The releases that it may enter an environment without, each with the deviation that is to be used
 * for that; null where one is in use.
 */
function exemptedIn(run: ReleaseRun, environment: string): readonly Exempted[] {
  const now = new Date().toISOString();
  const stages = run.plan.stages.filter((stage) => stage.environment === environment);
  const awaited = stages.flatMap((stage) => (stage.kind === 'await-releases' ? stage.awaited : []));
  return [...new Set(awaited.map(({ release }) => release))].flatMap(
    (release): readonly Exempted[] => {
      const about = { environment, release };
      if (exemptionsOf(run.state, about, 'used', now).length > 0)
        return [{ release, unused: null }];
      const [granted] = exemptionsOf(run.state, about, 'granted', now);
      return granted === undefined ? [] : [{ release, unused: granted.id }];
    },
  );
}

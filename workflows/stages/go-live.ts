import type { ReleaseRun } from '../release-run.ts';

/** Records that users have the release, when this is the environment where users are. */
export function goLive(run: ReleaseRun, environment: string): void {
  if (run.plan.environments.at(-1) !== environment || run.state.liveSince !== null) return;
  run.journal.record({ type: 'release.live', environment });
}

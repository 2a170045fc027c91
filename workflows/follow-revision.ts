import type { ReleaseRun } from './release-run.ts';

/**
 * Comes back to the story after the plan was revised. Steps prove by the records by which plan the
 * release goes, so the revision is recorded before any of them.
 */
export async function followRevision(run: ReleaseRun): Promise<void> {
  run.isRevised = false;
  await run.journal.flush();
}

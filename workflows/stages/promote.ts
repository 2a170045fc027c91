import { manifestDigestOf } from '../../domain/approval/subject.ts';
import type { StageOf } from '../../domain/plan/stage.ts';
import type { ReleaseRun } from '../release-run.ts';
import { renewEvidence } from '../renew-evidence.ts';
import { StageFailed } from '../stage-failed.ts';
import { waitFor } from '../wait-for.ts';

/**
 * Admits the manifest to an environment: the same digests passed the one before, and stood there
 * long enough.
 */
export async function promote(
  stage: StageOf<'promote'>,
  run: ReleaseRun,
  attempt: number,
): Promise<string> {
  const { environment, from, soakMs } = stage;
  const manifestDigest = manifestDigestOf(run.state);
  if (from !== null) await soak(stage, run, from, soakMs, manifestDigest);
  await renewEvidence(run, environment, `${stage.id}/${attempt}`);
  run.journal.record({ type: 'environment.admitted', environment, manifestDigest });
  return `Manifest ${manifestDigest.slice(0, 19)} is admitted to ${environment}.`;
}

async function soak(
  stage: StageOf<'promote'>,
  run: ReleaseRun,
  from: string,
  soakMs: number,
  manifestDigest: string,
): Promise<void> {
  const passage = run.state.passed.findLast((candidate) => candidate.environment === from);
  if (passage === undefined || passage.manifestDigest !== manifestDigest) {
    throw new StageFailed({
      code: 'promote/not-passed',
      message: `These artifacts have not passed ${from}.`,
      remedy: `Withdraw this release and start one that passes ${from} with them.`,
    });
  }
  const soaked = new Date(Date.parse(passage.at) + soakMs).toISOString();
  if (soakMs === 0 || soaked <= new Date().toISOString()) return;
  await waitFor(
    run,
    {
      id: `${stage.id}/soak`,
      stage: stage.id,
      kind: 'soak',
      reason: `The release soaks in ${from}.`,
      clearedBy: [],
      remedy: 'Nothing to do.',
      until: soaked,
      then: 'continues',
    },
    () => undefined,
  );
}

import type { Stage, StageKind, StageOf } from '../../domain/plan/stage.ts';
import type { ReleaseRun } from '../release-run.ts';
import { announce } from './announce.ts';
import { approval } from './approval.ts';
import { awaitReleases } from './await-releases.ts';
import { build } from './build.ts';
import { canary } from './canary.ts';
import { checklist } from './checklist.ts';
import { deploy } from './deploy.ts';
import { gates } from './gates.ts';
import { pack } from './pack.ts';
import { promote } from './promote.ts';
import { review } from './review.ts';
import { stabilize } from './stabilize.ts';
import { switchSets } from './switch.ts';
import { task } from './task.ts';
import { uat } from './uat.ts';
import { validate } from './validate.ts';
import { holdWindow } from './window.ts';

/**
 * Carries a stage out and returns what came of it, as a sentence. Raises `StageFailed` when the
 * goal was not reached. `attempt` is the person's: 1, and one more with every retry.
 */
export type StageRunner<Kind extends StageKind> = (
  stage: StageOf<Kind>,
  run: ReleaseRun,
  attempt: number,
) => Promise<string>;

/** One runner for each kind of stage; the compiler points here when a kind has none. */
const runners: { readonly [Kind in StageKind]: StageRunner<Kind> } = {
  announce,
  approval,
  'await-releases': awaitReleases,
  build,
  canary,
  checklist,
  deploy,
  gates,
  package: pack,
  promote,
  review,
  stabilize,
  switch: switchSets,
  task,
  uat,
  validate,
  window: holdWindow,
};

/** The runner of a stage, bound to it. */
export function runnerOf<Kind extends StageKind>(
  stage: Extract<Stage, { kind: Kind }>,
): (run: ReleaseRun, attempt: number) => Promise<string> {
  const runner: StageRunner<Kind> = runners[stage.kind];
  return (run, attempt) => runner(stage, run, attempt);
}

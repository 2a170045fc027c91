import type { StageOf } from '../../domain/plan/stage.ts';
import type { PlannedCheck } from '../../domain/plan/validation-check.ts';
import { tools } from '../activity-proxies.ts';
import { allEnded } from '../all-ended.ts';
import { heldFence } from '../hold-environment.ts';
import type { ReleaseRun } from '../release-run.ts';
import { recordJudged, requireAllPassed } from './judge-all.ts';

/**
 * Smoke tests and synthetic transactions against what was brought in, all at once. They are told in
 * the order of the plan.
 */
export async function validate(
  stage: StageOf<'validate'>,
  run: ReleaseRun,
  attempt: number,
): Promise<string> {
  const found = await allEnded(stage.checks.map((check) => runCheck(stage, run, check, attempt)));
  recordJudged(run, stage.id, found);
  return requireAllPassed('validate/not-passed', found);
}

async function runCheck(
  { id, environment }: StageOf<'validate'>,
  run: ReleaseRun,
  check: PlannedCheck,
  attempt: number,
) {
  const { name } = check;
  const result = await run.journal.perform((step) =>
    tools(`Check ${name} in ${environment}`).runCheck({
      ...step,
      environment,
      check,
      planDigest: run.planDigest,
      fence: heldFence(run, environment) ?? 0,
      key: `${run.release}/${id}/${name}/${attempt}`,
    }),
  );
  return { name, ...result };
}

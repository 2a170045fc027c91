import type { ValidationCheck } from '../../domain/plan/policy.ts';
import type { StageOf } from '../../domain/plan/stage.ts';
import { tools } from '../activity-proxies.ts';
import { heldFence } from '../hold-environment.ts';
import type { ReleaseRun } from '../release-run.ts';
import { type Judged, requireAllPassed } from './judge-all.ts';

/** Smoke tests and synthetic transactions against what was brought in. */
export async function validate(
  stage: StageOf<'validate'>,
  run: ReleaseRun,
  attempt: number,
): Promise<string> {
  const judged: Judged[] = [];
  for (const check of stage.checks) judged.push(await runCheck(stage, run, check, attempt));
  return requireAllPassed('validate/not-passed', judged);
}

async function runCheck(
  stage: StageOf<'validate'>,
  run: ReleaseRun,
  check: ValidationCheck,
  attempt: number,
): Promise<Judged> {
  const { environment } = stage;
  const { verdict, reason, evidence } = await run.journal.perform((step) =>
    tools(`Check ${check.name} in ${environment}`).runCheck({
      ...step,
      environment,
      check,
      planDigest: run.planDigest,
      fence: heldFence(run, environment) ?? 0,
      key: `${run.release}/${stage.id}/${check.name}/${attempt}`,
    }),
  );
  run.journal.record({
    type: 'gate.judged',
    stage: stage.id,
    gate: check.name,
    component: null,
    verdict,
    reason,
    evidence,
  });
  return { name: check.name, verdict, reason };
}

import { judgeGate } from '../../domain/gate/index.ts';
import type { PlannedGate, StageOf } from '../../domain/plan/stage.ts';
import { tools } from '../activity-proxies.ts';
import { allEnded } from '../all-ended.ts';
import type { ReleaseRun } from '../release-run.ts';
import { type Judged, requireAllPassed } from './judge-all.ts';

/**
 * Gathers evidence for every gate and judges it. All gates run, so that a person sees everything at
 * once.
 */
export async function gates(
  stage: StageOf<'gates'>,
  run: ReleaseRun,
  attempt: number,
): Promise<string> {
  const judged = await allEnded(stage.gates.map((gate) => judge(stage.id, gate, run, attempt)));
  return requireAllPassed('gates/not-passed', judged);
}

async function judge(
  stage: string,
  { component, definition }: PlannedGate,
  run: ReleaseRun,
  attempt: number,
): Promise<Judged> {
  const evidence = await run.journal.perform((step) =>
    tools(`Gate ${definition.name} of ${component}`).gatherGateEvidence({
      ...step,
      planDigest: run.planDigest,
      component,
      gate: definition,
      key: `${run.release}/gates/${component}/${definition.name}/${attempt}`,
    }),
  );
  const { verdict, reason } = judgeGate(definition, evidence);
  run.journal.record({
    type: 'gate.judged',
    stage,
    gate: definition.name,
    component,
    verdict,
    reason,
    evidence: evidence.reference,
  });
  return { name: `${component}/${definition.name}`, verdict, reason };
}

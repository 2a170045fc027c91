import { judgeGate } from '../../domain/gate/index.ts';
import type { PlannedGate, StageOf } from '../../domain/plan/stage.ts';
import { tools } from '../activity-proxies.ts';
import { allEnded } from '../all-ended.ts';
import type { ReleaseRun } from '../release-run.ts';
import { isNewlyWaived, useWaivers } from '../use-waivers.ts';
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
  return judgeGates(stage.id, withoutPassed(run, stage), run, `${attempt}`);
}

/** After a revision of the plan, what has passed of components that stay still counts. */
function withoutPassed(
  { state }: ReleaseRun,
  { id, gates: planned }: StageOf<'gates'>,
): readonly PlannedGate[] {
  if (state.revisions === undefined) return planned;
  return planned.filter(
    ({ component, definition }) =>
      !state.gates.some(
        (judged) =>
          judged.stage === id &&
          judged.gate === definition.name &&
          judged.component === component &&
          judged.verdict === 'pass',
      ),
  );
}

/**
 * Gathers evidence for these gates and judges it, under the name of the stage that they belong to.
 * `occasion` tells one gathering from another: what was gathered once is not asked for again. What
 * was waived as it was judged is not judged again.
 */
export async function judgeGates(
  stage: string,
  planned: readonly PlannedGate[],
  run: ReleaseRun,
  occasion: string,
): Promise<string> {
  const asked = planned.filter((gate) => !isNewlyWaived(run, gate));
  const judged = await allEnded(asked.map((gate) => judge(stage, gate, run, occasion)));
  const summary = requireAllPassed('gates/not-passed', judged);
  const waived = useWaivers(run, stage);
  return waived.length === 0 ? summary : `${summary} Waived: ${waived.join(', ')}.`;
}

async function judge(
  stage: string,
  { component, definition }: PlannedGate,
  run: ReleaseRun,
  occasion: string,
): Promise<Judged> {
  const evidence = await run.journal.perform((step) =>
    tools(`Gate ${definition.name} of ${component}`).gatherGateEvidence({
      ...step,
      planDigest: run.planDigest,
      component,
      gate: definition,
      key: `${run.release}/gates/${component}/${definition.name}/${occasion}`,
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

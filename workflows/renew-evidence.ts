import { staleGates } from '../domain/gate/stale-gates.ts';
import type { ReleaseRun } from './release-run.ts';
import { judgeGates } from './stages/gates.ts';
import { isMissed } from './use-waivers.ts';

/**
 * Evidence that has become too old for an environment is no pass any more: its gates are judged
 * again. `occasion` tells one gathering from another.
 */
export async function renewEvidence(
  run: ReleaseRun,
  environment: string,
  occasion: string,
): Promise<void> {
  const { stages } = run.plan;
  const admission = stages.find(
    (stage) => stage.kind === 'promote' && stage.environment === environment,
  );
  const maximumAgeMs = admission?.kind === 'promote' ? admission.maximumEvidenceAgeMs : undefined;
  if (maximumAgeMs === undefined) return;
  const now = new Date().toISOString();
  for (const stage of stages) {
    if (stage.kind !== 'gates') continue;
    const stale = staleGates(stage.gates, run.state.gates, { maximumAgeMs, now });
    // One that was renewed and did not pass is no older for that.
    const missed = stage.gates.filter((gate) => !stale.includes(gate) && isMissed(run, gate));
    if (stale.length + missed.length === 0) continue;
    await judgeGates(stage.id, [...stale, ...missed], run, occasion);
  }
}

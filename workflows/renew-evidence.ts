import { staleGates } from '../domain/gate/stale-gates.ts';
import type { ReleaseRun } from './release-run.ts';
import { judgeGates } from './stages/gates.ts';

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
    if (stale.length > 0) await judgeGates(stage.id, stale, run, occasion);
  }
}

import {
  areAllWaived,
  isAmong,
  newlyWaived,
  stillMissed,
} from '../domain/deviation/judged-gates.ts';
import type { PlannedGate } from '../domain/plan/stage.ts';
import type { ReleaseRun } from './release-run.ts';

/** Failures that a waiver may clear. */
export const waivableFailures: readonly string[] = ['gates/not-passed', 'guard/gate'];

/** Whether a gate's latest judgement is waived by a deviation that nobody has used. */
export function isNewlyWaived(run: ReleaseRun, gate: PlannedGate): boolean {
  return isAmong(newlyWaived(run, new Date().toISOString()), gate);
}

/** Whether a gate is no pass, and no deviation in use waives it. */
export function isMissed(run: ReleaseRun, gate: PlannedGate): boolean {
  return isAmong(stillMissed(run, new Date().toISOString()), gate);
}

/** Whether everything that a stage failed for is waived since: it goes on without being told to. */
export function mayGoOnWaived(run: ReleaseRun): 'waived' | undefined {
  return areAllWaived(run, new Date().toISOString()) ? 'waived' : undefined;
}

/** Records that a stage goes on by waivers that nobody has used; returns the gates' names. */
export function useWaivers(run: ReleaseRun, stage: string): readonly string[] {
  return newlyWaived(run, new Date().toISOString()).flatMap(({ judged, waiver }) => {
    if (waiver === undefined) return [];
    run.journal.record({ type: 'deviation.used', deviation: waiver.id, stage });
    return [`${judged.component}/${judged.gate}`];
  });
}

/** How a failed gate may be waived, as a sentence; empty where the failure is no gate's. */
export function waiverHint(run: ReleaseRun, code: string): string {
  if (!waivableFailures.includes(code)) return '';
  const rule = run.plan.deviations?.gate;
  if (rule === undefined) return ' The policy lets nobody waive it.';
  const where = `POST /v1/releases/${run.release}/deviations`;
  return ` It may be waived by ${rule.grantedBy} when somebody else asks with ${where}.`;
}

import { waiverOf } from '../domain/deviation/waivers.ts';
import type { PlannedGate } from '../domain/plan/stage.ts';
import type { GateRecord } from '../domain/release/state.ts';
import type { ReleaseRun } from './release-run.ts';

/** Failures that a waiver may clear. */
export const waivableFailures: readonly string[] = ['gates/not-passed', 'guard/gate'];

/** The latest judgements of planned gates that are no pass. */
function notPassed({ plan, state }: ReleaseRun): readonly GateRecord[] {
  const stages = plan.stages.filter(({ kind }) => kind === 'gates').map(({ id }) => id);
  return state.gates.filter(({ stage, verdict }) => stages.includes(stage) && verdict !== 'pass');
}

/** Whether a gate's latest judgement is waived by a deviation that nobody has used. */
export function isNewlyWaived(run: ReleaseRun, { component, definition }: PlannedGate): boolean {
  return notPassed(run).some(
    (judged) =>
      judged.gate === definition.name &&
      judged.component === component &&
      waiverOf(run.state, judged, new Date().toISOString())?.used === null,
  );
}

/** Planned gates that are no pass, and that no deviation in use waives. */
export function isMissed(run: ReleaseRun, { component, definition }: PlannedGate): boolean {
  return notPassed(run).some(
    (judged) =>
      judged.gate === definition.name &&
      judged.component === component &&
      (waiverOf(run.state, judged, new Date().toISOString())?.used ?? null) === null,
  );
}

/** Whether everything that a stage failed for is waived since: it goes on without being told to. */
export function mayGoOnWaived(run: ReleaseRun): 'waived' | undefined {
  const now = new Date().toISOString();
  const waivers = notPassed(run).map((judged) => waiverOf(run.state, judged, now));
  const all = waivers.length > 0 && waivers.every((waiver) => waiver !== undefined);
  return all && waivers.some((waiver) => waiver?.used === null) ? 'waived' : undefined;
}

/** Records that a stage goes on by waivers that nobody has used; returns the gates' names. */
export function useWaivers(run: ReleaseRun, stage: string): readonly string[] {
  const now = new Date().toISOString();
  return notPassed(run).flatMap((judged) => {
    const waiver = waiverOf(run.state, judged, now);
    if (waiver === undefined || waiver.used !== null) return [];
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

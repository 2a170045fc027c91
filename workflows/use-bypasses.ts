import type { Statement } from '../domain/approval/statement.ts';
import { areEnoughByBypass, bypassesToUse } from '../domain/deviation/bypasses.ts';
import { afterLateDecision, lateApprovalsOf } from '../domain/deviation/late-decisions.ts';
import type { ReleaseRun } from './release-run.ts';

/** Whether the approvals of a stage are enough at this moment because of granted bypasses. */
export function isEnoughByBypass(run: ReleaseRun, stage: string): boolean {
  return areEnoughByBypass(run.state, stage, new Date().toISOString());
}

/** Records by which bypasses a stage goes on, and what those owe who did not decide. */
export function useBypasses(run: ReleaseRun, stage: string): void {
  const now = new Date().toISOString();
  for (const { bypass, requirement } of bypassesToUse(run.state, stage, now)) {
    run.journal.record({ type: 'deviation.used', deviation: bypass.id, stage });
    run.journal.record(lateApprovalsOf(run.state, bypass, requirement, now));
  }
}

/** Records what follows from a decision on what went on by a bypass. */
export function takeLateDecision(run: ReleaseRun, { kind, content, by }: Statement): void {
  if (kind !== 'decision') return;
  const review = run.plan.stages.find((stage) => stage.kind === 'review')?.review;
  if (review === undefined) return;
  const said = { requirement: content.requirement, by, now: new Date().toISOString() };
  for (const event of afterLateDecision(run.state, said, review)) run.journal.record(event);
}

/** How a requirement may be bypassed, as a sentence; empty where the policy provides for none. */
export function bypassHint(run: ReleaseRun, count: number): string {
  const rule = run.plan.deviations?.bypass;
  if (rule === undefined || rule.approvals >= count) return '';
  const where = `POST /v1/releases/${run.release}/deviations`;
  return (
    ` In an emergency ${rule.approvals} may be enough: ${rule.grantedBy} grants it when somebody ` +
    `else asks with ${where}; the others decide afterwards.`
  );
}

import { contentDigest } from '../domain/ledger/digest.ts';
import type { ReleasePlan } from '../domain/plan/plan.ts';
import type { RollbackRehearsalItem } from '../domain/plan/policy.ts';
import { judgeRollbackRehearsal } from '../domain/rehearsal/judge-rollback.ts';
import type { Ports } from './ports/index.ts';
import type { CheckResult } from './run-check.ts';
import type { Step } from './step.ts';

/** Looks for a recorded rehearsal of this plan in which the way back was gone, and keeps it. */
export async function checkRollbackRehearsal(
  { clock, evidence, rehearsals }: Pick<Ports, 'clock' | 'evidence' | 'rehearsals'>,
  step: Step & { readonly planDigest: string; readonly environment: string },
  given: { readonly plan: ReleasePlan; readonly item: RollbackRehearsalItem },
): Promise<CheckResult> {
  const { verdict, reason, rehearsal } = judgeRollbackRehearsal(
    await rehearsals.rehearsalsOf(step.release),
    {
      planDigest: step.planDigest,
      stages: given.plan.stages.filter(({ environment }) => environment === step.environment),
      maximumAgeMs: given.item.maximumAgeMs,
      now: clock().toISOString(),
    },
  );
  if (rehearsal === null) return { verdict, reason, evidence: null };
  const kept = {
    kind: 'rollback-rehearsal',
    release: step.release,
    planDigest: step.planDigest,
    environment: step.environment,
    accountDigest: contentDigest(rehearsal.account),
    rehearsal,
  };
  return {
    verdict,
    reason,
    evidence: await evidence.put(JSON.stringify(kept), 'application/json'),
  };
}

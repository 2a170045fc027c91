import { approvalsOf, mayAskAnew } from '../domain/approval/may-ask-anew.ts';
import type { Failure } from '../domain/release/event.ts';
import type { ReleaseRun } from './release-run.ts';
import { StageFailed } from './stage-failed.ts';
import { approval } from './stages/approval.ts';

/**
 * Asks everybody once more who had approved an environment, because the guard found that some of
 * it counts no more; where it must not ask, the stage fails by that. Who waited for it before
 * another run began goes on waiting.
 */
export async function askAnew(
  run: ReleaseRun,
  environment: string,
  failure: Failure | null,
): Promise<void> {
  const asked = approvalsOf(run.state, environment);
  const isPending = asked.some(({ outcome }) => outcome === 'pending');
  if (failure === null && !isPending) return;
  if (failure !== null && !mayAskAnew(run.state, environment, failure)) {
    throw new StageFailed(failure);
  }
  const because = failure === null ? '' : ` Asked anew: ${failure.message}`;
  for (const stage of run.plan.stages) {
    if (stage.kind !== 'approval' || stage.environment !== environment) continue;
    const own = asked.filter((requirement) => requirement.stage === stage.id);
    const last = Math.max(0, ...own.map(({ attempt, carriedTo }) => carriedTo ?? attempt));
    await approval(stage, run, failure === null ? last : last + 1, because);
  }
}

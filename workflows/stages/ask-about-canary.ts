import type { CanaryStep } from '../../domain/plan/policy.ts';
import type { StageOf } from '../../domain/plan/stage.ts';
import { entitledGroups } from '../../domain/release/receive-command.ts';
import type { ReleaseRun } from '../release-run.ts';
import { waitFor } from '../wait-for.ts';

/**
 * An inconclusive step asks a person, who has a stated time; then the stated default happens.
 * `observe` looks at the same step again.
 */
export async function askAboutCanary(
  stage: StageOf<'canary'>,
  run: ReleaseRun,
  { weightPercent }: CanaryStep,
): Promise<'proceed' | 'observe'> {
  const { onSilence } = stage.canary;
  run.forgetAnswers();
  const answer = await ask(stage, run, weightPercent, {
    until: new Date(Date.now() + stage.decisionTimeMs).toISOString(),
    then: onSilence === 'rollback' ? 'rolls back' : 'stays as it is',
  });
  if (answer?.command === 'proceed') return 'proceed';
  if (answer?.command === 'extend') return 'observe';
  if (answer === null && onSilence === 'rollback') {
    const reason = `the canary at ${weightPercent} % was inconclusive and nobody decided in time.`;
    run.interrupt({ reason, by: null, thenOutcome: 'rolled-back' });
  }
  const held = await ask(stage, run, weightPercent, { until: null, then: null });
  return held?.command === 'proceed' ? 'proceed' : 'observe';
}

function ask(
  stage: StageOf<'canary'>,
  run: ReleaseRun,
  weightPercent: number,
  end: { readonly until: string | null; readonly then: string | null },
) {
  const names = ['proceed', 'extend', ...(end.until === null ? [] : ['hold-in-place'])] as const;
  return waitFor(
    run,
    {
      id: `${stage.id}/inconclusive`,
      stage: stage.id,
      kind: 'decision',
      reason:
        `The canary at ${weightPercent} % is inconclusive: there is too little data, ` +
        'or it contradicts itself.',
      clearedBy: entitledGroups(run.plan, 'proceed'),
      remedy: `Send ${names.join(', ')} (extend observes again) or rollback.`,
      ...end,
    },
    () => run.take('proceed', 'extend', 'hold-in-place'),
  );
}

import { CancellationScope, isCancellation } from '@temporalio/workflow';
import { concludeAnalysis } from '../../domain/analysis/conclude.ts';
import type { AnalysisEvents } from '../../domain/analysis/event.ts';
import { type AnalysisPolicy, longestAnalysisMs } from '../../domain/analysis/policy.ts';
import { summarize } from '../../domain/analysis/summarize.ts';
import { verdictOf, worstOf } from '../../domain/judge/outcome.ts';
import type { CanaryStep } from '../../domain/plan/policy.ts';
import type { StageOf } from '../../domain/plan/stage.ts';
import type { Verdict } from '../../domain/release/event.ts';
import { watchers } from '../activity-proxies.ts';
import type { ReleaseRun } from '../release-run.ts';

const graceMs = 60_000;

/**
 * Judges a step by what its users meet and, where the policy names metrics, by those at the same
 * time; the worse of both counts. Whichever finds harm ends the other at once. At 100 % nothing
 * serves beside the candidates any more that metrics could be compared with.
 */
export async function besideAnalysis(
  stage: StageOf<'canary'>,
  run: ReleaseRun,
  step: CanaryStep,
  digests: Readonly<Record<string, string>>,
  judgeUsers: () => Promise<Verdict>,
): Promise<Verdict> {
  const { analysis } = stage.canary;
  if (analysis === undefined || step.weightPercent === 100) return judgeUsers();
  const scopes = [new CancellationScope(), new CancellationScope()] as const;
  const byUsers = scopes[0].run(judgeUsers);
  const byMetrics = scopes[1].run(() => analyse(stage, run, step, digests, analysis));
  const both = [byUsers, byMetrics] as const;
  try {
    if ((await Promise.race(both)) === 'fail') return 'fail';
    return verdictOf(worstOf(await Promise.all(both)));
  } finally {
    for (const scope of scopes) scope.cancel();
    await Promise.allSettled(both);
  }
}

/** One that is cancelled is recorded as what it is then: inconclusive. */
async function analyse(
  stage: StageOf<'canary'>,
  run: ReleaseRun,
  { weightPercent }: CanaryStep,
  digests: Readonly<Record<string, string>>,
  analysis: AnalysisPolicy,
): Promise<Verdict> {
  const { id, environment } = stage;
  const record = (found: Omit<AnalysisEvents, 'type' | 'stage' | 'weightPercent'>) =>
    run.journal.record({ type: 'analysis.judged', stage: id, weightPercent, ...found });
  const atMostMs = longestAnalysisMs(analysis.schedule) + graceMs;
  try {
    const found = await run.watch('short', () =>
      run.journal.perform((step) =>
        watchers(`Analyse metrics at ${weightPercent} %`, atMostMs).analyseCanary({
          ...step,
          stage: id,
          environment,
          weightPercent,
          digests,
          analysis,
        }),
      ),
    );
    record(found);
    return found.verdict;
  } catch (error) {
    const conclusion = concludeAnalysis([], analysis.schedule, 'cancelled');
    if (isCancellation(error) && conclusion !== null) {
      record({ ...summarize(conclusion, [], null), evidence: null });
    }
    throw error;
  }
}

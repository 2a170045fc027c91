import type { CanaryObservation } from '../../activities/observe-canary.ts';
import { judgeStep } from '../../domain/canary/judge-step.ts';
import type { CanaryStep } from '../../domain/plan/policy.ts';
import type { StageOf } from '../../domain/plan/stage.ts';
import type { Verdict } from '../../domain/release/event.ts';
import { tools, watchers } from '../activity-proxies.ts';
import { heldFence } from '../hold-environment.ts';
import type { ReleaseRun } from '../release-run.ts';
import { StageFailed } from '../stage-failed.ts';
import { askAboutCanary } from './ask-about-canary.ts';
import { goLive } from './go-live.ts';

/** Gives the candidates more and more users, and judges each step before the next. */
export async function canary(
  stage: StageOf<'canary'>,
  run: ReleaseRun,
  attempt: number,
): Promise<string> {
  let reference: readonly CanaryObservation[] | null = null;
  for (const step of stage.canary.steps) {
    await run.goAhead();
    const digests = await shift(stage, run, step, attempt);
    let verdict: Verdict = 'inconclusive';
    while (verdict === 'inconclusive') {
      const observed = await observe(stage, run, step, digests, reference);
      verdict = judge(stage, run, step, observed);
      if (verdict === 'fail') throw failed(stage, step);
      if (verdict === 'inconclusive' && (await askAboutCanary(stage, run, step)) === 'proceed')
        break;
      reference = observed;
    }
  }
  goLive(run, stage.environment);
  return `Every step of ${stage.canary.steps.length} was judged.`;
}

async function shift(
  stage: StageOf<'canary'>,
  run: ReleaseRun,
  { weightPercent }: CanaryStep,
  attempt: number,
): Promise<Readonly<Record<string, string>>> {
  const { environment, components } = stage;
  const { digests } = await run.journal.perform((step) =>
    tools(`Give the candidates ${weightPercent} % of ${environment}`).shiftTraffic({
      ...step,
      environment,
      components,
      weightPercent,
      planDigest: run.planDigest,
      fence: heldFence(run, environment) ?? 0,
      key: `${run.release}/${stage.id}/${weightPercent}/${attempt}`,
    }),
  );
  for (const [component, digest] of Object.entries(digests)) {
    run.journal.record({ type: 'traffic.shifted', environment, component, digest, weightPercent });
  }
  return digests;
}

const graceMs = 60_000;

function observe(
  stage: StageOf<'canary'>,
  run: ReleaseRun,
  weights: CanaryStep,
  digests: Readonly<Record<string, string>>,
  reference: readonly CanaryObservation[] | null,
): Promise<readonly CanaryObservation[]> {
  const atMostMs = Math.max(weights.observeMs, weights.patienceMs) + graceMs;
  return run.journal.perform((step) =>
    watchers(`Watch at ${weights.weightPercent} %`, atMostMs).observeCanary({
      ...step,
      digests,
      weights,
      reference,
      environment: stage.environment,
      thresholds: stage.canary.thresholds,
    }),
  );
}

/** The worst verdict of all components, each recorded with its numbers. */
function judge(
  stage: StageOf<'canary'>,
  run: ReleaseRun,
  { weightPercent }: CanaryStep,
  observed: readonly CanaryObservation[],
): Verdict {
  const verdicts = observed.map(({ component, baseline, canary: candidate }) => {
    const { thresholds } = stage.canary;
    const { verdict, reason, report } = judgeStep({ baseline, canary: candidate, thresholds });
    run.journal.record({
      type: 'canary.judged',
      stage: stage.id,
      component,
      weightPercent,
      verdict,
      reason,
      report,
    });
    return verdict;
  });
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.length > 0 && verdicts.every((verdict) => verdict === 'pass')
    ? 'pass'
    : 'inconclusive';
}

function failed(stage: StageOf<'canary'>, { weightPercent }: CanaryStep): StageFailed {
  return new StageFailed({
    code: 'canary/failed',
    message: `The candidates did worse than what served before, at ${weightPercent} % of users.`,
    remedy: `Read the numbers in the events of ${stage.id}; the rollback runs by itself.`,
  });
}

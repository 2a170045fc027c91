import type { CanaryObservation } from '../../activities/observe-canary.ts';
import { judgeStep } from '../../domain/canary/judge-step.ts';
import { verdictOf, worstOf } from '../../domain/judge/outcome.ts';
import type { CanaryStep } from '../../domain/plan/policy.ts';
import type { StageOf } from '../../domain/plan/stage.ts';
import type { Verdict } from '../../domain/release/event.ts';
import { tools, watchers } from '../activity-proxies.ts';
import { meetClosing } from '../ask-about-overrun.ts';
import { heldFence } from '../hold-environment.ts';
import type { ReleaseRun } from '../release-run.ts';
import { failureOf, StageFailed } from '../stage-failed.ts';
import { askAboutCanary } from './ask-about-canary.ts';
import { besideAnalysis } from './beside-analysis.ts';
import { goLive } from './go-live.ts';

/** Gives the candidates more and more users, and judges each step before the next. */
export async function canary(
  stage: StageOf<'canary'>,
  run: ReleaseRun,
  attempt: number,
): Promise<string> {
  // In a new run the steps that were judged are not taken again.
  let reference: readonly CanaryObservation[] | null = null;
  for (const step of stage.canary.steps.slice(stepUnderWay(stage, run))) {
    await run.goAhead();
    const digests = digestsAt(stage, run, step) ?? (await shift(stage, run, step, attempt));
    let verdict: Verdict = 'inconclusive';
    if (run.openWait(`${stage.id}/inconclusive`) !== undefined) {
      if ((await askAboutCanary(stage, run, step)) === 'proceed') continue;
    }
    while (verdict === 'inconclusive') {
      let observed: readonly CanaryObservation[] = [];
      verdict = await besideAnalysis(stage, run, step, digests, async () => {
        observed = await observe(stage, run, step, digests, reference);
        return judge(stage, run, step, observed);
      });
      if (verdict === 'fail') throw failed(stage, step);
      if (verdict === 'inconclusive' && (await askAboutCanary(stage, run, step)) === 'proceed')
        break;
      reference = observed;
    }
  }
  goLive(run, stage.environment);
  return `Every step of ${stage.canary.steps.length} was judged.`;
}

/** The step that the candidates' share of users was shifted to last in this attempt; 0 at first. */
function stepUnderWay(stage: StageOf<'canary'>, run: ReleaseRun): number {
  const { steps } = stage.canary;
  return Math.max(
    steps.findLastIndex((step) => digestsAt(stage, run, step) !== null),
    0,
  );
}

/** What stands as candidates at that step; null while they have another share of users. */
function digestsAt(
  { environment, components }: StageOf<'canary'>,
  run: ReleaseRun,
  { weightPercent }: CanaryStep,
): Readonly<Record<string, string>> | null {
  const shares = run.state.shares.filter(
    (share) => share.environment === environment && share.weightPercent === weightPercent,
  );
  if (!components.every((name) => shares.some(({ component }) => component === name))) return null;
  return Object.fromEntries(shares.map(({ component, digest }) => [component, digest]));
}

/** A freeze that begins between two steps asks people; it never takes users away by itself. */
async function shift(
  stage: StageOf<'canary'>,
  run: ReleaseRun,
  step: CanaryStep,
  attempt: number,
): Promise<Readonly<Record<string, string>>> {
  let overrun: string | null = null;
  for (;;) {
    try {
      return await shiftNow(stage, run, step, { attempt, overrun });
    } catch (error) {
      if (failureOf(error)?.code !== 'guard/window-closed') throw error;
      overrun = await meetClosing(run, stage);
    }
  }
}

async function shiftNow(
  stage: StageOf<'canary'>,
  run: ReleaseRun,
  { weightPercent }: CanaryStep,
  { attempt, overrun }: { readonly attempt: number; readonly overrun: string | null },
): Promise<Readonly<Record<string, string>>> {
  const { environment, components } = stage;
  const { digests } = await run.journal.perform((step) =>
    tools(`Give the candidates ${weightPercent} % of ${environment}`).shiftTraffic({
      ...step,
      environment,
      components,
      weightPercent,
      overrun,
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
  return run.watch('short', () =>
    run.journal.perform((step) =>
      watchers(`Watch at ${weights.weightPercent} %`, atMostMs).observeCanary({
        ...step,
        digests,
        weights,
        reference,
        stage: stage.id,
        environment: stage.environment,
        thresholds: stage.canary.thresholds,
      }),
    ),
  );
}

/** The worst verdict of all components, each recorded with its numbers. */
function judge(
  stage: StageOf<'canary'>,
  run: ReleaseRun,
  { weightPercent }: CanaryStep,
  observed: readonly CanaryObservation[],
): Verdict {
  const verdicts = observed.map(({ component, baseline, canary: candidate, sequential }) => {
    const { thresholds } = stage.canary;
    const { verdict, reason, report } = judgeStep({ baseline, canary: candidate, thresholds });
    run.journal.record({
      type: 'canary.judged',
      stage: stage.id,
      component,
      weightPercent,
      verdict,
      reason,
      report: sequential === undefined ? report : { ...report, sequential },
    });
    return verdict;
  });
  return verdictOf(worstOf(verdicts));
}

function failed(stage: StageOf<'canary'>, { weightPercent }: CanaryStep): StageFailed {
  return new StageFailed({
    code: 'canary/failed',
    message: `The candidates did worse than what served before, at ${weightPercent} % of users.`,
    remedy: `Read the numbers in the events of ${stage.id}; the rollback runs by itself.`,
  });
}

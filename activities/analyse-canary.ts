import { Context } from '@temporalio/activity';
import { type Conclusion, concludeAnalysis } from '../domain/analysis/conclude.ts';
import type { Look } from '../domain/analysis/judge-look.ts';
import type { ComparedComponent } from '../domain/analysis/past.ts';
import type { AnalysisPolicy } from '../domain/analysis/policy.ts';
import { type AnalysisSummary, summarize } from '../domain/analysis/summarize.ts';
import type { Outcome } from '../domain/judge/outcome.ts';
import type { EvidenceReference } from '../domain/release/event.ts';
import { heartbeatWhile } from './heartbeat-while.ts';
import { pauseForReal } from './pause.ts';
import type { Ports } from './ports/index.ts';
import type { Step } from './step.ts';
import { takeLook } from './take-look.ts';
import { progressOfStep } from './tell-progress.ts';

type AnalyseStep = Step & {
  readonly environment: string;
  readonly weightPercent: number;
  /** What stands as candidates, by component. */
  readonly digests: Readonly<Record<string, string>>;
  readonly analysis: AnalysisPolicy;
};

export type AnalysedCanary = AnalysisSummary & { readonly evidence: EvidenceReference | null };

/** How far an analysis has come, as it travels in the heartbeat. */
type Analysed = {
  readonly atMs: number;
  readonly compared: readonly ComparedComponent[];
  readonly looks: readonly Outcome[];
};

type AnalysePorts = Pick<
  Ports,
  'metrics' | 'traffic' | 'evidence' | 'clock' | 'pause' | 'progress'
>;

/** How often sources that do not remember by themselves are looked at, at least. */
const noticeEveryMs = 5_000;

/**
 * Analyses the metrics of the candidates beside those of what serves beside them, look after look,
 * until that comes to something. It costs no history: a retried attempt goes on with what the looks
 * before it came to. What the last one saw is kept as evidence, with its points.
 */
export function createAnalyseCanary(ports: AnalysePorts) {
  return async function analyseCanary(step: AnalyseStep): Promise<AnalysedCanary> {
    const context = Context.current();
    const known = context.info.heartbeatDetails as Analysed | undefined;
    let analysed = known ?? (await begin(ports, step));
    let last: Look | null = null;
    let conclusion: Conclusion | null = null;
    while (conclusion === null) {
      await passUntil(ports, step, analysed, dueMs(step.analysis, analysed));
      last = await look(ports, step, analysed);
      // Only now, so that an attempt that is lost meanwhile takes this look again.
      analysed = { ...analysed, looks: [...analysed.looks, last.outcome] };
      conclusion = concludeAnalysis(analysed.looks, step.analysis.schedule);
    }
    const evidence = await keep(ports, step, conclusion, last);
    return { ...summarize(conclusion, analysed.looks, last), evidence };
  };
}

async function begin({ clock, traffic }: AnalysePorts, step: AnalyseStep): Promise<Analysed> {
  const { environment, digests } = step;
  const compared: ComparedComponent[] = [];
  for (const [component, digest] of Object.entries(digests)) {
    const { shares } = await traffic.observe({ environment, component });
    const targetOf = (share: { readonly digest: string; readonly version: string }) => ({
      environment,
      component,
      digest: share.digest,
      version: share.version,
    });
    const beside = shares.find((share) => share.digest !== digest && share.weightPercent > 0);
    const own = shares.find((share) => share.digest === digest);
    compared.push({
      component,
      baseline: beside === undefined ? null : targetOf(beside),
      canary: targetOf(own ?? { digest, version: '' }),
    });
  }
  return { atMs: clock().getTime(), compared, looks: [] };
}

/** When the next look is due: each in its turn, however late the ones before were taken. */
function dueMs({ schedule }: AnalysisPolicy, { atMs, looks }: Analysed): number {
  return atMs + schedule.initialDelayMs + schedule.intervalMs * (looks.length + 1);
}

async function passUntil(
  ports: AnalysePorts,
  step: AnalyseStep,
  analysed: Analysed,
  untilMs: number,
): Promise<void> {
  const context = Context.current();
  const { clock, metrics, pause = pauseForReal } = ports;
  const { environment, analysis } = step;
  const shortestMs = Math.min(...analysis.metrics.map(({ stepMs }) => stepMs / 4), noticeEveryMs);
  for (;;) {
    context.heartbeat(analysed);
    for (const { component } of analysed.compared) await metrics.notice({ environment, component });
    const leftMs = untilMs - clock().getTime();
    tellAnalysed(ports, step, analysed, untilMs);
    if (leftMs <= 0) return;
    await pause({
      untilNextLookMs: Math.min(leftMs, shortestMs),
      untilDecidedMs: leftMs,
      signal: context.cancellationSignal,
    });
  }
}

function tellAnalysed(
  ports: AnalysePorts,
  step: AnalyseStep,
  { looks }: Analysed,
  untilMs: number,
): void {
  const tell = progressOfStep(ports, step);
  const { count } = step.analysis.schedule;
  const taken = looks.filter((outcome) => outcome !== 'error').length;
  for (const component of Object.keys(step.digests)) {
    tell(component, {
      target: 'metrics',
      step: `analysed at ${step.weightPercent} % of users`,
      share: taken / count,
      counters: { looks: taken, looksNeeded: count },
      endsAt: new Date(untilMs).toISOString(),
    });
  }
}

function look(ports: AnalysePorts, step: AnalyseStep, analysed: Analysed): Promise<Look> {
  const context = Context.current();
  const observed = {
    fromMs: analysed.atMs + step.analysis.schedule.initialDelayMs,
    untilMs: dueMs(step.analysis, analysed),
  };
  return heartbeatWhile(
    () => context.heartbeat(analysed),
    () =>
      takeLook(ports, {
        analysis: step.analysis,
        compared: analysed.compared,
        observed,
        baselineBeforeMs: 0,
        signal: context.cancellationSignal,
      }),
  );
}

function keep(
  { evidence }: AnalysePorts,
  { analysis, weightPercent, environment }: AnalyseStep,
  conclusion: Conclusion,
  last: Look | null,
): Promise<EvidenceReference> {
  const content = { environment, weightPercent, conclusion, analysis, lastLook: last };
  return evidence.put(JSON.stringify(content), 'application/json');
}

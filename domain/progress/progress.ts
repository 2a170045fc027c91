import type { StageKind } from '../plan/stage.ts';
import type { ReleaseState, StageState } from '../release/state.ts';
import type { KeptPart } from './part.ts';
import { componentStep, stageStep } from './step-duration.ts';
import { type TimeLeft, timeLeftOf } from './time-left.ts';

/** How far the stages under way have come. */
export type ReleaseProgress = {
  readonly release: string;
  /** RFC 3339 instant at which the times are told. */
  readonly at: string;
  readonly stages: readonly StageProgress[];
};

export type StageProgress = {
  readonly stage: string;
  readonly kind: StageKind;
  readonly environment: string | null;
  readonly startedAt: string;
  readonly elapsedMs: number;
  readonly timeLeft: TimeLeft;
  readonly parts: readonly (KeptPart & { readonly timeLeft: TimeLeft | null })[];
};

/** How long a step of a component took in earlier releases. */
export type EarlierRun = {
  readonly component: string;
  readonly environment: string | null;
  readonly step: string;
  readonly tookMs: number;
};

type Known = {
  readonly release: string;
  readonly state: ReleaseState;
  readonly parts: readonly KeptPart[];
  readonly earlier: readonly EarlierRun[];
  /** RFC 3339. */
  readonly now: string;
};

/**
 * The stages that are under way; those that failed too, as long as a person is asked about them.
 */
export function stagesUnderWay({ phase, stages }: ReleaseState): readonly StageState[] {
  if (phase === 'closed') return [];
  return stages.filter(({ status }) => status === 'running' || status === 'failed');
}

/** What is known of the stages that are under way. What was said before a stage began is old. */
export function progressOf(known: Known): ReleaseProgress {
  const { release, state, now } = known;
  return {
    release,
    at: now,
    stages: stagesUnderWay(state).flatMap((stage) => stageProgress(stage, known) ?? []),
  };
}

function stageProgress(stage: StageState, known: Known): StageProgress | null {
  const { id, kind, environment, startedAt } = stage;
  if (startedAt === null) return null;
  const elapsedMs = between(startedAt, stage.endedAt ?? known.now);
  const parts = known.parts.filter((part) => part.stage === id && part.at >= startedAt);
  return {
    stage: id,
    kind,
    environment,
    startedAt,
    elapsedMs,
    timeLeft: timeLeftOf({
      elapsedMs,
      earlierMs: earlierRunsOf(known, environment, stageStep(kind)),
      plannedMs: null,
    }),
    parts: parts.map((part) => ({ ...part, timeLeft: partTimeLeft(kind, part, known) })),
  };
}

/** Of the component that usually takes longest: the stage ends no sooner than that one. */
function earlierRunsOf(
  { state, earlier }: Known,
  environment: string | null,
  step: string,
): readonly number[] {
  const each = state.services.map((component) => runsOf(earlier, component, environment, step));
  const usualMs = (runs: readonly number[]) =>
    timeLeftOf({ elapsedMs: 0, earlierMs: runs, plannedMs: null }).usualMs ?? -1;
  return each.toSorted((left, right) => usualMs(right) - usualMs(left))[0] ?? [];
}

function runsOf(
  earlier: readonly EarlierRun[],
  component: string,
  environment: string | null,
  step: string,
): readonly number[] {
  return earlier
    .filter(
      (run) => run.component === component && run.environment === environment && run.step === step,
    )
    .map(({ tookMs }) => tookMs);
}

/** Null for a single target, and for a part that is done. */
function partTimeLeft(kind: StageKind, part: KeptPart, { earlier, now }: Known): TimeLeft | null {
  const { component, environment, target, share, begunAt, endsAt } = part;
  const step = componentStep(kind);
  if (endsAt !== null) {
    const plannedMs = between(begunAt, endsAt);
    return timeLeftOf({ elapsedMs: between(begunAt, now), earlierMs: [], plannedMs });
  }
  if (target !== null || step === null || share === 1) return null;
  return timeLeftOf({
    elapsedMs: between(begunAt, now),
    earlierMs: runsOf(earlier, component, environment, step),
    plannedMs: null,
  });
}

function between(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from));
}

import type { StageKind } from '../plan/stage.ts';
import type { ReleaseEvent } from '../release/event.ts';
import type { ReleaseState, StageState } from '../release/state.ts';

/** How long something took that went well, by what it was and where. */
export type StepDuration = {
  readonly component: string;
  /** Null before any environment. */
  readonly environment: string | null;
  readonly step: string;
  readonly tookMs: number;
  readonly endedAt: string;
};

/** What a stage as a whole is called among the steps whose durations are kept. */
export function stageStep(kind: StageKind): string {
  return `stage/${kind}`;
}

/**
 * The step that a stage takes for each of its components; null for stages that take none for
 * themselves.
 */
export function componentStep(kind: StageKind): string | null {
  switch (kind) {
    case 'build':
      return 'buildComponent';
    case 'package':
      return 'packComponent';
    case 'deploy':
      return 'deployComponent';
    default:
      return null;
  }
}

/** How long the stage took that this event ends well, for each of the release's components. */
export function stageDurations(
  event: ReleaseEvent,
  { stages, services }: Pick<ReleaseState, 'stages' | 'services'>,
): readonly StepDuration[] {
  if (event.type !== 'stage.succeeded') return [];
  const stage = stages.find(({ id }) => id === event.stage);
  return stage === undefined ? [] : durationOf(stage, services);
}

function durationOf(
  { kind, environment, startedAt, endedAt }: StageState,
  services: readonly string[],
): readonly StepDuration[] {
  if (startedAt === null || endedAt === null) return [];
  const tookMs = Date.parse(endedAt) - Date.parse(startedAt);
  return services.map((component) => ({
    component,
    environment,
    step: stageStep(kind),
    tookMs,
    endedAt,
  }));
}

/** A recorded action on a tool, as far as its duration is concerned. */
type RecordedAction = {
  readonly action: string;
  readonly at: string;
  readonly outcome: 'done' | 'failed' | null;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
};

/** How long an action took, where its outcome says so and it was for one component. */
export function actionDuration({
  action,
  at,
  outcome,
  details,
}: RecordedAction): StepDuration | null {
  const { component, environment = null, tookMs } = details;
  if (outcome !== 'done' || typeof component !== 'string') return null;
  if (typeof tookMs !== 'number' || typeof environment === 'number') return null;
  if (typeof environment === 'boolean') return null;
  return { component, environment, step: action, tookMs, endedAt: at };
}

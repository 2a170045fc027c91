import type { StageKind } from '../plan/stage.ts';
import type { ReleaseState } from '../release/state.ts';

/** An environment that a release is about to ask for. */
export type Bound = {
  readonly environment: string;
  /** When it was let through the window; null: the calendar holds it still, as far as it knows. */
  readonly letInAt: string | null;
};

/** What comes between the calendar and the environment, which is asked for by the deployment. */
const ahead: ReadonlySet<StageKind> = new Set<StageKind>([
  'window',
  'announce',
  'task',
  'checklist',
  'deploy',
]);

/**
 * The environment before whose window a release is held, or to which it is on its way from there,
 * without having asked for it. Null where there is none, and where it does not come by itself:
 * people have to act first, it is paused, or a stage has failed.
 */
export function boundFor(state: ReleaseState): Bound | null {
  const { stages, waits } = state;
  const environment = environmentAhead(state);
  const window = stages.find(
    (stage) => stage.kind === 'window' && stage.environment === environment,
  );
  if (environment === null || window === undefined || window.status === 'pending') return null;
  if (waits.some(({ kind }) => kind !== 'window')) return null;
  if (waits.length > 0) return { environment, letInAt: null };
  // It has ended its wait at the window, and looks at its evidence before it goes on.
  return { environment, letInAt: window.endedAt ?? state.at ?? '' };
}

/** Of the stage that a release is at on its way forward, while it has not asked there. */
function environmentAhead({ phase, paused, stages, leases, passed }: ReleaseState): string | null {
  if (phase !== 'rolling-out' || paused) return null;
  const current = stages.find(({ status }) => status !== 'succeeded' && status !== 'abandoned');
  if (current === undefined || current.status === 'failed' || !ahead.has(current.kind)) return null;
  const { environment } = current;
  const known = [...leases, ...passed].some((each) => each.environment === environment);
  return known ? null : environment;
}

import type { StageOf } from '../../domain/plan/stage.ts';
import { holdForWindow } from '../hold-for-window.ts';
import type { ReleaseRun } from '../release-run.ts';

/** Waits until the calendar lets releases into the environment. */
export function holdWindow(stage: StageOf<'window'>, run: ReleaseRun): Promise<string> {
  return holdForWindow(run, stage.id, stage.environment);
}

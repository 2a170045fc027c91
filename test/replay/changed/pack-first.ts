import type { StageOf } from '../../../domain/plan/stage.ts';
import type { ReleaseRun } from '../../../workflows/release-run.ts';
import { pack } from '../../../workflows/stages/pack.ts';

/**
 * The runner of the build stage as a careless edit might leave it: it packs before anything was
 * built.
 */
export function build(stage: StageOf<'build'>, run: ReleaseRun, attempt: number): Promise<string> {
  return pack({ ...stage, kind: 'package' }, run, attempt);
}

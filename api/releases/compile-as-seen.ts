import type { ReleasePlan } from '../../domain/plan/plan.ts';
import { compileRelease } from '../plans/compile.ts';
import type { WrittenRelease } from '../plans/written-release.ts';
import { Problem } from '../problem.ts';
import type { Services } from '../services.ts';

/** The plan of a written release. Throws a `Problem` when it is not the one that the caller saw. */
export async function compileAsSeen(
  written: WrittenRelease,
  seen: string,
  services: Services,
): Promise<ReleasePlan> {
  const { plan, digest } = await compileRelease(written, services);
  if (digest === seen) return plan;
  throw new Problem('stale-plan', {
    detail: `The release compiles to the plan ${digest} now, and you saw ${seen}.`,
    members: { currentPlanDigest: digest },
  });
}

import type { SealedPlan } from '../../activities/ports/records.ts';
import { initialState, type ReleaseState } from '../../domain/release/state.ts';
import { Problem } from '../problem.ts';
import type { ApiRecords } from '../records-port.ts';

/** The plan by which a release goes. Throws a `Problem` (404) for an unknown release. */
export async function sealedPlanOf(
  release: string,
  records: Pick<ApiRecords, 'planInForce'>,
): Promise<SealedPlan> {
  const sealed = await records.planInForce(release);
  if (sealed !== null) return sealed;
  throw new Problem('unknown-release', { detail: `No release is called ${release}.` });
}

/**
 * The plan and the recorded state of a release; the state is the initial one until its workflow has
 * recorded something. Throws a `Problem` (404) for an unknown release.
 */
export async function loadRelease(
  release: string,
  records: Pick<ApiRecords, 'planInForce' | 'state'>,
): Promise<{ readonly sealed: SealedPlan; readonly state: ReleaseState }> {
  const [sealed, state] = await Promise.all([
    sealedPlanOf(release, records),
    records.state(release),
  ]);
  return { sealed, state: state ?? initialState() };
}

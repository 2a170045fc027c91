import type { SealedPlan } from '../../activities/ports/records.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import { Problem } from '../problem.ts';
import type { ApiRecords } from '../records-port.ts';

/** The plan of a revision, from 1. Throws a `Problem` (404) for one that was never made. */
export async function planOfRevision(
  release: string,
  { sealed, state }: { readonly sealed: SealedPlan; readonly state: ReleaseState },
  revision: number,
  records: Pick<ApiRecords, 'sealed' | 'revised'>,
): Promise<SealedPlan> {
  const revisions = state.revisions ?? [];
  const digest =
    revision === 1 ? revisions[0]?.from : revisions.find((each) => each.revision === revision)?.to;
  const wanted = digest ?? (revision === 1 ? sealed.planDigest : null);
  const first = await records.sealed(release);
  if (wanted !== null) {
    const found = first?.planDigest === wanted ? first : await records.revised(release, wanted);
    if (found !== null) return found;
  }
  throw new Problem('revision/unknown', {
    detail: `The plan of ${release} has ${revisions.length + 1} revisions, and no ${revision}.`,
  });
}

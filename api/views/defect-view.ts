import { blockingDefects } from '../../domain/acceptance/blocking-defects.ts';
import type { DefectState } from '../../domain/acceptance/defect.ts';
import type { ReleaseState } from '../../domain/release/state.ts';

/** A defect, and whether it keeps its acceptance test from being accepted now. */
export type DefectView = DefectState & { readonly blocks: boolean };

/** Every defect that was reported in a release, in the order of the reports. */
export function defectsOf({
  requirements,
  defects = [],
}: Pick<ReleaseState, 'requirements' | 'defects'>): readonly DefectView[] {
  return defects.map((defect) => {
    const tested = requirements.find(({ id }) => id === defect.requirement);
    const isPending = tested?.outcome === 'pending';
    const blocking = isPending ? blockingDefects(tested, defects) : [];
    return { ...defect, blocks: blocking.some(({ ids }) => ids.includes(defect.id)) };
  });
}

import type { BuildRecord, ReleaseState } from '../release/state.ts';

/**
 * Builds with authors whom nobody knows. Whoever decides about them might be one of these, so above
 * the lowest class nobody decides before they are known; in that class nobody is kept from it.
 */
export function buildsOfUnknown({
  releaseClass,
  builds,
}: Pick<ReleaseState, 'releaseClass' | 'builds'>): readonly BuildRecord[] {
  if (releaseClass === 'standard') return [];
  return builds.filter(({ unknownAuthors }) => unknownAuthors.length > 0);
}

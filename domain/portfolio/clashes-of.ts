import type { CatalogIndex } from '../plan/catalog-index.ts';
import type { Needs } from '../plan/reachable-from.ts';
import type { Contender, PlannedWindow } from './contender.ts';

/** Why two releases must not be at work at the same time, whenever that is. */
export type Clash = {
  readonly kind: 'environment' | 'service' | 'dependency';
  readonly about: readonly string[];
  /** A clause on what they share. */
  readonly what: string;
};

/** What there is for releases to share. */
export type Landscape = {
  readonly needs: Needs;
  readonly environments: CatalogIndex['environments'];
};

/** A release in one of its windows. */
type AtWork = { readonly subject: Contender; readonly window: PlannedWindow };

/**
 * What two releases have in common that only one can work on: an environment that holds one, a
 * service, or two services of which one needs the other, directly or not, whichever release has
 * which. Services clash across environments too: their versions are tried against each other.
 */
export function clashesOf(
  one: AtWork,
  other: AtWork,
  { needs, environments }: Landscape,
): readonly Clash[] {
  const clashes: Clash[] = [];
  const { environment } = one.window;
  const capacity = environments.get(environment)?.capacity ?? 1;
  if (environment === other.window.environment && capacity === 1) {
    const what = `${environment} is held by one release at a time`;
    clashes.push({ kind: 'environment', about: [environment], what });
  }
  for (const mine of one.subject.services) {
    for (const theirs of other.subject.services) {
      if (mine === theirs) {
        clashes.push({ kind: 'service', about: [mine], what: `Both change ${mine}` });
      } else if (needs(mine, theirs)) clashes.push(dependency(mine, theirs));
      else if (needs(theirs, mine)) clashes.push(dependency(theirs, mine));
    }
  }
  return clashes;
}

function dependency(above: string, below: string): Clash {
  return { kind: 'dependency', about: [above, below], what: `${above} needs ${below}` };
}

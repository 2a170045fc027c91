import type { ReleasePlan } from '../plan/plan.ts';
import type { ChangeState, ReleaseState } from '../release/state.ts';

/** What users get, back to its source. A null is something that the record does not say. */
export type TracedComponent = {
  readonly component: string;
  readonly version: string;
  readonly tag: string;
  readonly commit: string | null;
  /** Pseudonymous ids of the authors of the change. */
  readonly authors: readonly string[];
  /** How many authors the directory does not know. */
  readonly unknownAuthors: number;
  readonly artifactDigest: string | null;
  /** Where the artifact was brought, and what became of it there. */
  readonly places: readonly PlacedArtifact[];
};

export type PlacedArtifact = {
  readonly environment: string;
  readonly status: ChangeState['status'];
  /** The digest that was deployed, which has to be that of the artifact. */
  readonly digest: string;
  /** The version that stood there before; null where nothing did. */
  readonly before: string | null;
};

/** Follows every component of a plan from where it runs to the commit that it was built from. */
export function traceComponents(
  plan: ReleasePlan,
  { builds, artifacts, changes }: ReleaseState,
): readonly TracedComponent[] {
  return plan.components.map(({ name, version, tag }) => {
    const build = builds.find(({ component }) => component === name);
    const places = changes.filter(
      ({ component, what }) => component === name && what === 'deployment',
    );
    return {
      component: name,
      version,
      tag,
      commit: build?.commit ?? null,
      authors: build?.authors ?? [],
      unknownAuthors: build?.unknownAuthors.length ?? 0,
      artifactDigest: artifacts.find(({ component }) => component === name)?.digest ?? null,
      places: places.map(({ environment, status, to, from }) => ({
        environment,
        status,
        digest: to.digest,
        before: from?.version ?? null,
      })),
    };
  });
}

/** Whether nothing between a component's source and its last place is missing or differs. */
export function isTraced({ commit, artifactDigest, places }: TracedComponent): boolean {
  if (commit === null || artifactDigest === null) return false;
  return places.every(({ digest }) => digest === artifactDigest);
}

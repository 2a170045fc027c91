import type { ReleaseState } from '../release/state.ts';

/**
 * What a decision speaks about: the plan, the artifacts, the evidence and the attempt. Its digest
 * is the `subjectDigest` of a statement, so a decision about one thing never counts for another.
 */
export type DecisionSubject = {
  readonly kind: 'requirement';
  readonly release: string;
  readonly planDigest: string;
  readonly requirement: string;
  readonly environment: string;
  readonly manifest: readonly { readonly component: string; readonly digest: string }[];
  readonly evidenceDigest: string;
  readonly attempt: number;
};

/** The digests of all artifacts, by component name: what goes out. */
export function manifestOf(state: ReleaseState): DecisionSubject['manifest'] {
  return state.artifacts
    .map(({ component, digest }) => ({ component, digest }))
    .toSorted((left, right) => (left.component < right.component ? -1 : 1));
}

/** The evidence that a requirement rests on: each gate's latest verdict, in a stable order. */
export function evidenceOf(
  state: ReleaseState,
): readonly Readonly<Record<string, string | null>>[] {
  return state.gates
    .map(({ stage, gate, component, verdict, evidence }) => ({
      stage,
      gate,
      component,
      verdict,
      evidence: evidence?.digest ?? null,
    }))
    .toSorted((left, right) => (sortKey(left) < sortKey(right) ? -1 : 1));
}

function sortKey(entry: { stage: string; component: string | null; gate: string }): string {
  return `${entry.stage} ${entry.component ?? ''} ${entry.gate}`;
}

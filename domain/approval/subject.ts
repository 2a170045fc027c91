import { contentDigest } from '../ledger/digest.ts';
import type { ReleaseState } from '../release/state.ts';

/**
 * What a decision speaks about: its part of the plan, the artifacts, the evidence and the attempt.
 * Its digest is the `subjectDigest` of a statement, so a decision about one thing never counts for
 * another. What was asked before plans could be revised speaks about the whole plan.
 */
export type DecisionSubject = ({ readonly planPart: string } | { readonly planDigest: string }) & {
  readonly kind: 'requirement';
  readonly release: string;
  readonly requirement: string;
  readonly environment: string;
  readonly manifest: readonly { readonly component: string; readonly digest: string }[];
  readonly evidenceDigest: string;
  readonly attempt: number;
};

/** Which decision a subject belongs to. */
export type SubjectOf = {
  readonly requirement: string;
  readonly environment: string;
  readonly evidenceDigest: string;
  /** See `plan-part.ts`; undefined for what was asked before plans could be revised. */
  readonly planPart: string | undefined;
  readonly attempt: number;
};

/**
 * The digest that a decision on this requirement has to carry. It is computed wherever it is
 * needed: in the workflow when it asks, and from the recorded facts by the step that relies on it.
 */
export function subjectDigestOf(release: string, state: ReleaseState, about: SubjectOf): string {
  const { requirement, environment, evidenceDigest, planPart, attempt } = about;
  const subject: DecisionSubject = {
    kind: 'requirement',
    release,
    ...(planPart === undefined ? { planDigest: state.planDigest ?? '' } : { planPart }),
    requirement,
    environment,
    manifest: manifestOf(state),
    evidenceDigest,
    attempt,
  };
  return contentDigest(subject);
}

/** Says by one digest which artifacts go out. */
export function manifestDigestOf(state: ReleaseState): string {
  return contentDigest(manifestOf(state));
}

/** Says by one digest which evidence there was. */
export function evidenceDigestOf(state: ReleaseState): string {
  return contentDigest(evidenceOf(state));
}

/** The digests of all artifacts, by component name: what goes out. */
function manifestOf(state: ReleaseState): DecisionSubject['manifest'] {
  return state.artifacts
    .map(({ component, digest }) => ({ component, digest }))
    .toSorted((left, right) => (left.component < right.component ? -1 : 1));
}

/** The evidence that a requirement rests on: each gate's latest verdict, in a stable order. */
function evidenceOf(state: ReleaseState): readonly Readonly<Record<string, string | null>>[] {
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

import type { GateRecord, ReleaseState } from '../release/state.ts';

/** Somebody who has approved something with exactly this judgement before them. */
export type EvidenceReview = {
  /** Pseudonymous id. */
  readonly by: string;
  /** RFC 3339. */
  readonly at: string;
  /** What they approved. */
  readonly requirement: string;
};

/** The latest judgement of a gate, and who has looked at it already. */
export type ReviewedEvidence = GateRecord & { readonly reviews: readonly EvidenceReview[] };

/**
 * Who has approved upon each piece of evidence as it is now, in this release, by this plan or an
 * earlier revision of it. A gate that was judged anew since was reviewed by nobody. It takes no
 * decision off anybody: it says what need not be read twice.
 */
export function reviewedEvidence({
  gates,
  requirements,
}: Pick<ReleaseState, 'gates' | 'requirements'>): readonly ReviewedEvidence[] {
  const approvals = requirements
    .filter(({ kind, confirms }) => kind === 'approval' && confirms === undefined)
    .flatMap(({ id, decisions, voided = [] }) =>
      [...voided, ...decisions]
        .filter(({ verdict }) => verdict === 'approve')
        .map(({ by, at }): EvidenceReview => ({ by, at, requirement: id })),
    );
  return gates.map((gate) => ({
    ...gate,
    reviews:
      gate.evidence === null
        ? []
        : approvals
            .filter(({ at }) => Date.parse(at) >= Date.parse(gate.judgedAt))
            .toSorted((one, other) => (one.at < other.at ? -1 : 1)),
  }));
}

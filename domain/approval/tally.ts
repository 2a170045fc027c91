/** A decision with what was found about the person at the moment of counting. */
export type CountedDecision = {
  readonly by: string;
  readonly verdict: 'approve' | 'reject';
  /**
   * In the group now, not the requester, not an author, and not counted for another requirement.
   */
  readonly eligible: boolean;
};

export type Tally = 'approved' | 'rejected' | 'pending';

/**
 * Any eligible rejection ends it; otherwise enough distinct eligible people approve it. Time never
 * does.
 */
export function tally(count: number, decisions: readonly CountedDecision[]): Tally {
  const eligible = decisions.filter((decision) => decision.eligible);
  if (eligible.some((decision) => decision.verdict === 'reject')) return 'rejected';
  const people = new Set(eligible.map((decision) => decision.by));
  return people.size >= count ? 'approved' : 'pending';
}

import type { InPlaceOf } from './delegation.ts';
import { firstUses } from './first-uses.ts';
import { matchPeople } from './match-people.ts';

/** A decision with what was found about the person at the moment of counting. */
export type CountedDecision = {
  readonly by: string;
  readonly verdict: 'approve' | 'reject';
  /** RFC 3339. */
  readonly at: string;
  /** Absent when they spoke as themselves. */
  readonly inPlaceOf?: InPlaceOf;
  /** In the group now or in place of one who is, and neither of them requester or author. */
  readonly eligible: boolean;
};

/** A requirement and what was decided about it. */
export type DecidedRequirement = {
  readonly id: string;
  readonly count: number;
  readonly decisions: readonly CountedDecision[];
};

export type Tally = {
  readonly outcome: 'approved' | 'rejected' | 'pending';
  /** How many more people are needed; 0 unless it is pending. */
  readonly missing: number;
  /**
   * Requirements, itself first, for which one more person would help: who counts elsewhere is free
   * then.
   */
  readonly helpedBy: readonly string[];
};

/**
 * How the requirements of one stage stand together. Any eligible rejection ends one; otherwise it
 * is approved while enough distinct eligible people count for it, and one person counts for one
 * requirement, be it in person or by a delegate. Time never approves.
 */
export function tallyTogether(
  requirements: readonly DecidedRequirement[],
): ReadonlyMap<string, Tally> {
  const approvals = firstUses(requirements.flatMap(({ decisions }) => decisions.filter(approves)));
  const asked = requirements.map(({ id, count, decisions }) => {
    const counted = decisions.filter((decision) => approvals.has(decision));
    return { id, count, people: [...new Set(counted.map(({ by }) => by))] };
  });
  const matched = matchPeople(asked);
  return new Map(
    requirements.map(({ id, count, decisions }): readonly [string, Tally] => {
      if (decisions.some(({ eligible, verdict }) => eligible && verdict === 'reject')) {
        return [id, { outcome: 'rejected', missing: 0, helpedBy: [] }];
      }
      const missing = Math.max(0, count - (matched.get(id)?.length ?? 0));
      if (missing === 0) return [id, { outcome: 'approved', missing, helpedBy: [] }];
      return [id, { outcome: 'pending', missing, helpedBy: helping(id, asked, matched) }];
    }),
  );
}

function approves({ eligible, verdict }: CountedDecision): boolean {
  return eligible && verdict === 'approve';
}

/** Where people count who would count for this one, and so on. */
function helping(
  id: string,
  asked: readonly { readonly id: string; readonly people: readonly string[] }[],
  matched: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const found = [id];
  for (const each of found) {
    const people = asked.find((requirement) => requirement.id === each)?.people ?? [];
    for (const [other, theirs] of matched) {
      if (found.includes(other) || !theirs.some((person) => people.includes(person))) continue;
      found.push(other);
    }
  }
  return found;
}

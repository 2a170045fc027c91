import { exclusionOf } from '../approval/exclusion.ts';
import type { ProposalAct } from '../proposal/act.ts';
import { type GrantedLowering, loweringDigest } from './lowering.ts';

/** What was read anew of a lowering: its two signed acts, and the groups of who granted it now. */
export type ProvenLowering = {
  readonly asked: ProposalAct;
  readonly granted: ProposalAct;
  readonly groups: readonly string[];
};

type Started = {
  readonly release: string;
  readonly state: Parameters<typeof exclusionOf>[0];
  /** RFC 3339 instant at which the plan was sealed. */
  readonly sealedAt: string;
};

/**
 * Why a plan has no less rigor by what it names, as the rest of a sentence; null when it has. All
 * that it says of the lowering is compared with what two people signed.
 */
export function whyNotLowered(
  { release, state, sealedAt }: Started,
  lowering: GrantedLowering,
  { asked, granted, groups }: ProvenLowering,
): string | null {
  const { id, askedBy, answer, until, grantedBy } = lowering;
  const digest = loweringDigest(release, lowering);
  if (asked.act !== 'propose' || asked.proposal !== id || asked.digest !== digest) {
    return 'something else was asked for';
  }
  if (granted.act !== 'confirm' || granted.proposal !== id || granted.digest !== digest) {
    return 'something else was granted';
  }
  if (asked.by !== askedBy || granted.by !== answer.by) return 'other people have signed it';
  if (granted.by === asked.by) return 'one person asked for it and granted it';
  if (exclusionOf(state, granted.by) !== null) return 'the person who granted it is excluded';
  if (Date.parse(sealedAt) >= Date.parse(until)) return `it ended at ${until}`;
  if (groups.includes(grantedBy)) return null;
  return `the person who granted it is not in ${grantedBy} any more`;
}

import { canonicalJson } from '../ledger/canonical-json.ts';
import { contentDigest } from '../ledger/digest.ts';
import type { DeviationRule } from '../plan/policy.ts';
import { type Proposal, proposalDigest } from '../proposal/proposal.ts';
import { answeredAct, proposedAct } from '../proposal/signed-acts.ts';
import type { DeviationAnswer, DeviationRequest, DeviationScope, FollowUp } from './deviation.ts';

type Scope = Extract<DeviationScope, { kind: 'lowering' }>;

/** What somebody asks for before a release starts: that it may have less rigor. */
export type LoweringRequest = DeviationRequest & {
  readonly scope: Scope;
  readonly release: string;
  /** Group whose people answer, as the policy said when it was asked for. */
  readonly grantedBy: string;
};

/** What was asked for, and what became of it. It is for one release and ends with its `until`. */
export type Lowering = Omit<Proposal<LoweringRequest>, 'documents'> & {
  readonly documents: readonly [LoweringRequest];
};

/** A lowering that somebody else has granted, as a plan carries it. */
export type GrantedLowering = {
  readonly id: string;
  readonly scope: Scope;
  readonly reason: string;
  readonly compensatingControl: string;
  /** RFC 3339; the release has to be started before. */
  readonly until: string;
  readonly followUp: FollowUp;
  /** Digest of the signed request. */
  readonly request: string;
  readonly askedBy: string;
  readonly askedAt: string;
  /** Group of who granted it. */
  readonly grantedBy: string;
  readonly answer: DeviationAnswer;
};

/** The proposal of one release's lowering: it takes the place of nothing. */
export function aLowering(
  request: LoweringRequest,
  { id, by, at }: { readonly id: string; readonly by: string; readonly at: string },
): Lowering {
  return {
    id,
    documents: [request],
    replaces: [null],
    proposedBy: by,
    proposedAt: at,
    expiresAt: request.until,
    closed: null,
  };
}

/** The digest that both people signed, worked out from what a plan says of them. */
export function loweringDigest(release: string, granted: GrantedLowering): string {
  const { id, scope, reason, compensatingControl, until, followUp, grantedBy } = granted;
  const request = { release, scope, reason, compensatingControl, until, followUp, grantedBy };
  return proposalDigest(aLowering(request, { id, by: granted.askedBy, at: granted.askedAt }));
}

/** Whether something was granted for exactly this, by the group that the policy names now. */
export function isGrantedFor(
  { scope, grantedBy, askedAt, until }: GrantedLowering,
  asked: { readonly scope: Scope; readonly rule: DeviationRule | null },
): boolean {
  if (asked.rule === null) return false;
  const lastsMs = Date.parse(until) - Date.parse(askedAt);
  return (
    canonicalJson(scope) === canonicalJson(asked.scope) &&
    grantedBy === asked.rule.grantedBy &&
    lastsMs <= asked.rule.longestMs
  );
}

/** What a plan may carry of a lowering that was granted; null where it was not. */
export function grantedOf(lowering: Lowering): GrantedLowering | null {
  const { id, documents, proposedBy: askedBy, proposedAt: askedAt, closed } = lowering;
  const answered = answeredAct(lowering);
  if (answered?.act !== 'confirm' || closed === null) return null;
  const [{ release: _, ...said }] = documents;
  const statement = contentDigest(answered);
  return {
    id,
    ...said,
    request: contentDigest(proposedAct(lowering)),
    askedBy,
    askedAt,
    answer: { verdict: 'grant', by: closed.by, at: closed.at, statement },
  };
}

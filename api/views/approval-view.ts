import type { StandIn } from '../../domain/approval/delegation.ts';
import type { Statement } from '../../domain/approval/statement.ts';
import { isAskedNow } from '../../domain/deviation/late-decisions.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import { receiveStatement } from '../../domain/release/receive-statement.ts';
import type { ReleaseState, RequirementState } from '../../domain/release/state.ts';
import type { Actor } from '../access/actor.ts';
import type { SinceLast } from './since-last.ts';

/** A requirement that waits for people, and whether this person can decide it. */
export type ApprovalView = {
  readonly release: string;
  readonly title: string;
  readonly requirement: RequirementState;
  readonly youMayDecide: boolean;
  /** Why not, as a sentence; null when you may. */
  readonly whyNot: string | null;
  /** Your earlier decision that lost its effect, and what changed since; null without one. */
  readonly sinceYourLast: SinceLast | null;
};

/** Somebody who may speak in others’ places. */
type Deputy = { readonly standIns: readonly StandIn[] };

/** The open requirements of a release, as a person sees them at an instant. */
export function approvalsOf(
  { release, plan, state }: { release: string; plan: ReleasePlan; state: ReleaseState },
  { subject, groups, standIns }: Pick<Actor, 'subject' | 'groups'> & Deputy,
  now: string,
): readonly Omit<ApprovalView, 'sinceYourLast'>[] {
  return state.requirements
    .filter((requirement) => isAskedNow(state, requirement))
    .map((requirement) => {
      const statement = approvalOf(release, requirement, subject, now);
      const verified = { statement, digest: '', groups, standIns };
      const reception = receiveStatement(release, plan, state, verified, now);
      const youMayDecide = reception.outcome === 'accepted';
      const whyNot = youMayDecide ? null : reception.reason;
      return { release, title: state.title, requirement, youMayDecide, whyNot };
    });
}

/**
 * What the person could say at any time, agreeing to an approval: the workflow's own rules tell
 * whether it would count. A test can be rejected whatever was found; its blockers say what keeps it
 * from being accepted, and of a task anybody who owns it may say that it failed.
 */
function approvalOf(
  release: string,
  requirement: RequirementState,
  by: string,
  now: string,
): Statement {
  const { id, environment, subjectDigest, kind } = requirement;
  const head = {
    id: '',
    release,
    environment,
    subjectDigest,
    by,
    commentDigest: null,
    nonce: '',
    issuedAt: now,
    expiresAt: '9999-12-31T23:59:59.999Z',
  };
  switch (kind) {
    case 'approval':
      return { ...head, kind: 'decision', content: { requirement: id, verdict: 'approve' } };
    case 'uat':
      return { ...head, kind: 'uat-verdict', content: { requirement: id, verdict: 'reject' } };
    case 'task': {
      const content = { requirement: id, outcome: 'failed', link: null, file: null } as const;
      return { ...head, commentDigest: '', kind: 'task-report', content };
    }
  }
}

import { askedGroups } from '../approval/asked-groups.ts';
import type { StandIn } from '../approval/delegation.ts';
import type { Statement } from '../approval/statement.ts';
import { type PlanOutline, stageOf } from '../plan/plan.ts';
import { type Reception, refuse, type VerifiedStatement } from '../release/reception.ts';
import type { RequirementState } from '../release/requirement-state.ts';
import { missingEvidence } from './task.ts';

type Report = Extract<Statement, { kind: 'task-report' }>;

/**
 * Whether somebody's word about a task counts: from its owners or in the place of one, once, with
 * the evidence that the plan demands, and with a reason when it was not done. Who wrote the change
 * or started the release may do the work; whether it was done well is what others confirm.
 */
export function receiveReport(
  plan: Pick<PlanOutline, 'stages'>,
  requirement: RequirementState,
  { groups, standIns = [] }: Pick<VerifiedStatement, 'groups' | 'standIns'>,
  statement: Report,
): Reception {
  const { id } = requirement;
  const asked = askedGroups(requirement);
  const isOwner = groups.some((group) => asked.includes(group));
  const standIn = isOwner ? undefined : standIns.find(({ group }) => asked.includes(group));
  if (!isOwner && standIn === undefined) {
    return refuse('task/not-owner', `Only people of ${asked.join(' or ')} report on ${id}.`);
  }
  if (requirement.decisions.length > 0) {
    return refuse('requirement/settled', `${id} was reported on already.`);
  }
  const lacking = whyNotShown(plan, requirement, statement);
  if (lacking !== null) return refuse('task/evidence-missing', lacking);
  const { outcome, link, file } = statement.content;
  const evidence = [link, file].filter((given) => given !== null).join(' ');
  return {
    outcome: 'accepted',
    says: outcome,
    about: id,
    evidence: evidence === '' ? null : evidence,
    reason: `Recorded: ${outcome}.`,
    task: { outcome, link, file },
    ...inPlace(standIn),
  };
}

function whyNotShown(
  plan: Pick<PlanOutline, 'stages'>,
  { id, stage: stageId }: RequirementState,
  statement: Report,
): string | null {
  const { outcome } = statement.content;
  if (outcome !== 'done') {
    return statement.commentDigest === null ? `Say in the comment why ${id} was not done.` : null;
  }
  const stage = stageOf(plan, stageId);
  // A plan that does not know the task demands nothing that anybody could give.
  if (stage?.kind !== 'task') return `The plan has no task ${id}.`;
  const missing = missingEvidence(stage.task, statement.content, statement);
  if (missing.length === 0) return null;
  const names = missing.map((kind) => (kind === 'text' ? 'text (the comment)' : kind));
  return `The plan demands evidence for ${id} that is missing: ${names.join(', ')}.`;
}

function inPlace(standIn: StandIn | undefined) {
  if (standIn === undefined) return {};
  return { inPlaceOf: { delegation: standIn.delegation, person: standIn.from } };
}

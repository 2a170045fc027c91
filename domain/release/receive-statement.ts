import { lessensDefect } from '../acceptance/lessens-defect.ts';
import { whyNotWithDefects } from '../acceptance/why-not-with-defects.ts';
import { exclusionOf } from '../approval/exclusion.ts';
import type { Statement } from '../approval/statement.ts';
import type { PlanOutline } from '../plan/plan.ts';
import { receiveCommand } from './receive-command.ts';
import { type Reception, refuse, type VerifiedStatement } from './reception.ts';
import type { ReleaseState, RequirementState } from './state.ts';

/**
 * Whether a verified statement counts. Pure: the same state, plan, statement and instant give the
 * same answer in the workflow, in the API's check beforehand, and in a replay.
 */
export function receiveStatement(
  release: string,
  plan: PlanOutline,
  state: ReleaseState,
  verified: VerifiedStatement,
  now: string,
): Reception {
  const { statement } = verified;
  if (statement.release !== release) {
    return refuse('statement/other-release', `It speaks about release ${statement.release}.`);
  }
  if (statement.expiresAt <= now) {
    return refuse('statement/expired', `It was valid until ${statement.expiresAt}.`);
  }
  if (state.phase === 'closed') {
    return refuse('release/closed', 'The release is closed and takes no more statements.');
  }
  if (statement.kind === 'command') return receiveCommand(plan, state, verified, statement.content);
  const { requirement: id } = statement.content;
  const requirement = state.requirements.find((candidate) => candidate.id === id);
  if (requirement === undefined) {
    return refuse('requirement/unknown', `Requirement ${id} is not open in this release.`);
  }
  const wrong =
    whyNotAbout(requirement, statement) ??
    whyNotBy(state, requirement, verified) ??
    whyNotWithDefects(state, requirement, statement);
  return wrong ?? accept(requirement, statement);
}

function whyNotAbout(requirement: RequirementState, statement: Statement): Reception | null {
  const expectedKind = statement.kind === 'decision' ? 'approval' : 'uat';
  if (requirement.kind !== expectedKind) {
    return refuse('requirement/other-kind', `${requirement.id} takes statements of another kind.`);
  }
  if (statement.environment !== requirement.environment) {
    return refuse(
      'statement/other-environment',
      `It speaks about ${statement.environment}, the requirement about ${requirement.environment}.`,
    );
  }
  if (statement.subjectDigest !== requirement.subjectDigest) {
    return refuse(
      'statement/other-subject',
      `It speaks about another subject than ${requirement.subjectDigest}: ` +
        `read the requirement again.`,
    );
  }
  if (requirement.outcome !== 'pending') {
    return refuse('requirement/settled', `${requirement.id} is already ${requirement.outcome}.`);
  }
  return null;
}

function whyNotBy(
  state: ReleaseState,
  requirement: RequirementState,
  { statement, groups }: VerifiedStatement,
): Reception | null {
  if (!groups.includes(requirement.group)) {
    return refuse('approval/not-in-group', `Only people of ${requirement.group} decide this.`);
  }
  if (statement.kind === 'uat-defect' && !lessensDefect(state, statement.content)) return null;
  const exclusion = exclusionOf(state, statement.by);
  if (exclusion !== null) return refuse(exclusion.code, exclusion.reason);
  if (statement.kind === 'uat-defect') return null;
  if (requirement.decisions.some(({ by }) => by === statement.by)) {
    return refuse('approval/already-decided', 'This person has decided this requirement already.');
  }
  return null;
}

function accept(
  { thresholds }: RequirementState,
  statement: Exclude<Statement, { kind: 'command' }>,
): Reception {
  const about = statement.content.requirement;
  if (statement.kind === 'uat-defect') {
    const { defect, severity, state } = statement.content;
    const says = `${severity} defect ${defect} is ${state}`;
    const accepted = { outcome: 'accepted', says, about, evidence: null } as const;
    const reason = 'The defect is recorded.';
    // Releases that were planned before defects counted go on as they began.
    if (thresholds === undefined) return { ...accepted, reason };
    return { ...accepted, reason, defect: { id: defect, severity, state } };
  }
  const says = statement.content.verdict === 'reject' ? 'reject' : 'approve';
  return { outcome: 'accepted', says, about, evidence: null, reason: `Recorded: ${says}.` };
}

import { receiveDefect } from '../acceptance/receive-defect.ts';
import { whyNotAccepted } from '../acceptance/why-not-accepted.ts';
import { receiveAlert } from '../alert/receive-alert.ts';
import { authorityOf } from '../approval/authority.ts';
import type { Statement } from '../approval/statement.ts';
import { voicesOf } from '../approval/voices-of.ts';
import { nameOfScope } from '../deviation/deviation.ts';
import { awaitsDecision } from '../deviation/late-decisions.ts';
import { whyNotAnswered } from '../deviation/why-not-answered.ts';
import { whyNotAsked } from '../deviation/why-not-asked.ts';
import type { PlanOutline } from '../plan/plan.ts';
import { receiveRevision } from '../revision/receive-revision.ts';
import { receiveReport } from '../task/receive-report.ts';
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
  if (statement.kind === 'alert') return receiveAlert(plan, state, verified, statement);
  if (statement.kind === 'deviation-request') {
    const objection = whyNotAsked(plan, state, { ...verified, statement }, now);
    if (objection !== null) return refuse(objection.code, objection.reason);
    const about = nameOfScope(statement.content.scope);
    const reason = `Asked for: somebody else has to grant it.`;
    return { outcome: 'accepted', says: 'ask', about, evidence: null, reason };
  }
  if (statement.kind === 'deviation-verdict') {
    const objection = whyNotAnswered(state, { ...verified, statement }, now);
    if (objection !== null) return refuse(objection.code, objection.reason);
    const { deviation: about, verdict: says } = statement.content;
    return { outcome: 'accepted', says, about, evidence: null, reason: `Recorded: ${says}.` };
  }
  if (statement.kind === 'revision') {
    return receiveRevision(plan, state, verified, statement, now);
  }
  const { requirement: id } = statement.content;
  const requirement = state.requirements.find((candidate) => candidate.id === id);
  if (requirement === undefined) {
    return refuse('requirement/unknown', `Requirement ${id} is not open in this release.`);
  }
  const wrong = whyNotAbout(state, requirement, statement);
  if (wrong !== null) return wrong;
  if (statement.kind === 'task-report') {
    return receiveReport(plan, requirement, verified, statement);
  }
  return statement.kind === 'uat-defect'
    ? receiveDefect(state, requirement, { statement, groups: verified.groups })
    : receiveDecision(state, requirement, verified, statement);
}

type AboutRequirement = Extract<Statement, { kind: keyof typeof takenBy }>;

/** Which kind of requirement a statement is about. */
const takenBy = {
  decision: 'approval',
  'uat-verdict': 'uat',
  'uat-defect': 'uat',
  'task-report': 'task',
} as const;

function whyNotAbout(
  state: ReleaseState,
  requirement: RequirementState,
  statement: AboutRequirement,
): Reception | null {
  if (requirement.kind !== takenBy[statement.kind]) {
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
  // Nothing that was said is taken back once the release has gone on by it.
  const isLate = statement.kind === 'decision' && statement.content.verdict !== 'withdraw';
  const isAsked = isLate ? awaitsDecision(state, requirement) : requirement.outcome === 'pending';
  if (!isAsked) {
    return refuse('requirement/settled', `${requirement.id} is already ${requirement.outcome}.`);
  }
  return null;
}

type Decision = Extract<Statement, { kind: 'decision' | 'uat-verdict' }>;

function receiveDecision(
  state: ReleaseState,
  requirement: RequirementState,
  { groups, standIns = [] }: VerifiedStatement,
  { by, content, issuedAt }: Decision,
): Reception {
  if (content.verdict === 'withdraw') return receiveWithdrawal(requirement, by);
  const withdrawn = requirement.voided?.find((voided) => voided.by === by);
  if (withdrawn?.because === 'withdrawn' && issuedAt <= withdrawn.voidedAt) {
    const reason = `This person's decision was withdrawn later, at ${withdrawn.voidedAt}.`;
    return refuse('approval/said-before-withdrawal', reason);
  }
  const authority = authorityOf(state, requirement, { by, groups, standIns });
  if ('code' in authority) return refuse(authority.code, authority.reason);
  const own = whyOwnReport(state, requirement, [by, authority.inPlaceOf?.from ?? by]);
  if (own !== null) return refuse('task/own-report', own);
  const objection = content.verdict === 'accept' ? whyNotAccepted(state, requirement) : null;
  if (objection !== null) return refuse('uat/defects-open', objection);
  const says = content.verdict === 'reject' ? 'reject' : 'approve';
  const accepted = { outcome: 'accepted', says, about: requirement.id, evidence: null } as const;
  const { inPlaceOf } = authority;
  if (inPlaceOf === null) return { ...accepted, reason: `Recorded: ${says}.` };
  const { delegation, from: person, until } = inPlaceOf;
  return {
    ...accepted,
    inPlaceOf: { delegation, person },
    reason: `Recorded: ${says}, in place of ${person} (delegation ${delegation} until ${until}).`,
  };
}

/** Nobody confirms what they reported themselves, nor does anybody in their place. */
function whyOwnReport(
  { requirements }: Pick<ReleaseState, 'requirements'>,
  { confirms }: RequirementState,
  people: readonly string[],
): string | null {
  const task = requirements.find(({ id }) => id === confirms?.requirement);
  const reporters = task?.decisions.flatMap(voicesOf) ?? [];
  if (!people.some((person) => reporters.includes(person))) return null;
  return `Who reported on ${task?.id} does not confirm it: another person does.`;
}

/**
 * Whoever decided may take it back, in the group or not, and so may the one in whose place it was
 * decided: nothing then counts that did not.
 */
function receiveWithdrawal({ id: about, decisions }: RequirementState, person: string): Reception {
  const withdrawn = decisions.find((decision) => voicesOf(decision).includes(person));
  if (withdrawn === undefined) {
    const reason = `This person has no decision on ${about} that could be withdrawn.`;
    return refuse('approval/nothing-to-withdraw', reason);
  }
  const { verdict, at } = withdrawn;
  const reason = `Recorded: ${verdict} of ${at} is withdrawn and counts no more.`;
  return { outcome: 'accepted', says: 'withdraw', about, evidence: null, reason };
}

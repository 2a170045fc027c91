import { decidingGroups, whyInPlaceNoMore } from '../domain/approval/authority.ts';
import { exclusionOf } from '../domain/approval/exclusion.ts';
import { type DecidedRequirement, tallyTogether } from '../domain/approval/tally.ts';
import { decideWindow } from '../domain/calendar/decide-window.ts';
import { isOverridable } from '../domain/calendar/overrun.ts';
import { taken } from '../domain/deviation/overrides.ts';
import type { PlanOutline, ReleasePlan } from '../domain/plan/plan.ts';
import type { RequirementPolicy } from '../domain/plan/requirement-policy.ts';
import { scopesOf } from '../domain/plan/scopes-of.ts';
import type { StageOf } from '../domain/plan/stage.ts';
import type { ReleaseState, RequirementState } from '../domain/release/state.ts';
import { outlineOf } from '../domain/revision/outline-of.ts';
import { subjectAsked } from '../domain/revision/subject-asked.ts';
import { requireLease } from './lease.ts';
import { sealedPlanOf } from './load-sealed-plan.ts';
import { isDecidedOverrun } from './may-overrun.ts';
import { openByDeviation, type ProvenRelease } from './open-by-deviation.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';
import { recordedState } from './recorded-state.ts';
import { reduceByBypasses } from './reduce-by-bypasses.ts';
import { requireDuties } from './require-duties.ts';
import { requireGates } from './require-gates.ts';
import { requireLowering } from './require-lowering.ts';
import { requireOthers } from './require-others.ts';
import { confirmationOf, requireTask, tasksBefore } from './require-tasks.ts';
import type { TouchingStep } from './step.ts';

type GuardPorts = Pick<
  Ports,
  | 'plans'
  | 'verifier'
  | 'ledger'
  | 'leases'
  | 'statements'
  | 'directory'
  | 'calendar'
  | 'clock'
  | 'duties'
  | 'dutyEngine'
  | 'isAlone'
>;

/**
 * Proves at this moment that a step may touch an environment, trusting none of its arguments: the
 * sealed plan, the recorded facts, the lease, the calendar, each approval by its signature, its
 * subject and its person's eligibility, and the duties of all who acted. Returns the plan and state
 * it proved it with.
 */
export async function requireMayTouch(
  ports: GuardPorts,
  step: TouchingStep & { readonly planDigest: string },
): Promise<{ plan: ReleasePlan; state: ReleaseState }> {
  const sealed = await sealedPlanOf(ports, step.release, step.planDigest);
  const { plan } = sealed;
  const state = await recordedState(ports.ledger, step.release);
  requirePlanInForce(state, step.planDigest);
  await requireLowering(ports, sealed, state);
  await requireLease(ports, step);
  requireAdmission(state, step.environment);
  await requireOpenWindow(ports, { plan, state }, step);
  await requireGates(ports, { release: step.release, plan, state });
  const outline = outlineOf(plan);
  const proven = { release: step.release, plan, state };
  await requireOthers(ports, proven, step.environment);
  for (const stage of plan.stages) {
    if (stage.kind !== 'approval' || stage.environment !== step.environment) continue;
    await requireApprovals(ports, proven, outline, stage.requirements);
  }
  await requireTasks(
    ports,
    proven,
    outline,
    tasksBefore(plan, step.environment, 'before-deployment'),
  );
  await requireDuties(ports, { plan, state });
  return { plan, state };
}

/** Proves what is asked before a contraction besides, once everything else was proven. */
export function requireTasksBeforeContract(
  ports: GuardPorts,
  proven: ProvenRelease,
  environment: string,
): Promise<void> {
  const tasks = tasksBefore(proven.plan, environment, 'before-contract');
  return requireTasks(ports, proven, outlineOf(proven.plan), tasks);
}

async function requireTasks(
  ports: GuardPorts,
  proven: ProvenRelease,
  outline: PlanOutline,
  tasks: readonly StageOf<'task'>[],
): Promise<void> {
  for (const task of tasks) {
    await requireTask(ports, { ...proven, outline }, task);
    const confirmation = confirmationOf(proven.state, task);
    if (confirmation !== null) await requireApprovals(ports, proven, outline, [confirmation]);
  }
}

/** A step of an earlier revision of the plan comes too late. */
function requirePlanInForce({ planDigest }: ReleaseState, ordered: string): void {
  if (planDigest === ordered) return;
  throw new StepFailure(
    'terminal',
    'guard/plan',
    `The release goes by the plan ${planDigest}, and this step by ${ordered}.`,
    'Nothing to do: the release carries out the plan in force.',
  );
}

function requireAdmission(state: ReleaseState, environment: string): void {
  if (state.admitted.some((passage) => passage.environment === environment)) return;
  throw new StepFailure(
    'terminal',
    'guard/not-admitted',
    `The release was not admitted to ${environment}.`,
    'Let it pass the environments before, in the order of promotion.',
  );
}

async function requireOpenWindow(
  ports: GuardPorts,
  proven: { readonly plan: ReleasePlan; readonly state: ReleaseState },
  step: TouchingStep & { readonly planDigest: string },
): Promise<void> {
  const { plan } = proven;
  const { environment, overrun = null } = step;
  const asks = plan.stages.some(
    (stage) => stage.kind === 'window' && stage.environment === environment,
  );
  if (!asks) return;
  const calendar = await ports.calendar.calendar();
  const instant = ports.clock().toISOString();
  const answer = decideWindow({ calendar, scopes: scopesOf(plan, environment), instant });
  if (answer.open) return;
  const mayFinish = overrun !== null && isOverridable(calendar, answer);
  if (mayFinish && (await isDecidedOverrun(ports, proven, { ...step, overrun }))) return;
  const { state } = proven;
  const inUse = taken(state);
  const about = { release: step.release, plan, state };
  const opened = await openByDeviation(ports, about, { environment, calendar }, inUse);
  if (opened.deviation !== null) return;
  const reason = [answer.reason, ...opened.closedBecause].join(' ');
  throw new StepFailure(
    'terminal',
    'guard/window-closed',
    `The calendar is closed for ${environment}: ${reason}`,
    'The release waits for the next opening by itself.',
  );
}

/** An approval that is said to hold, and where it was recorded. */
type Approval = {
  readonly release: string;
  readonly state: ReleaseState;
  readonly requirement: RequirementState;
  readonly policy: RequirementPolicy;
  readonly outline: PlanOutline;
};

async function requireApprovals(
  ports: GuardPorts,
  proven: ProvenRelease,
  outline: PlanOutline,
  policies: readonly RequirementPolicy[],
): Promise<void> {
  const { release, state } = proven;
  const about = { release, state, outline };
  const decided: DecidedRequirement[] = [];
  for (const policy of policies) {
    const { id, count } = policy;
    const requirement = state.requirements.find((candidate) => candidate.id === id);
    if (requirement === undefined || requirement.outcome !== 'approved') {
      throw unapproved(id, 'it was not approved');
    }
    const decisions = [];
    for (const decision of requirement.decisions) {
      const reason = await whyNotCounted(ports, { ...about, requirement, policy }, decision);
      decisions.push({ ...decision, eligible: reason === null });
    }
    decided.push({ id, count, decisions });
  }
  // Where everybody has decided since, no bypass is needed any more.
  if (whyNotApproved(decided) === null) return;
  const enough = await reduceByBypasses(ports, proven, decided);
  const lacking = whyNotApproved(enough.decided);
  if (lacking === null) return;
  throw unapproved(lacking.id, [lacking.why, ...enough.because].join(', and '));
}

/** The first requirement that is not approved, and why; null when all are. */
function whyNotApproved(
  decided: readonly DecidedRequirement[],
): { readonly id: string; readonly why: string } | null {
  for (const [id, { outcome }] of tallyTogether(decided)) {
    if (outcome === 'rejected') return { id, why: 'it was rejected' };
    if (outcome === 'approved') continue;
    return { id, why: 'its decisions no longer count for what is going out' };
  }
  return null;
}

/**
 * Null when the recorded decision is a valid signed statement of an eligible person about exactly
 * this subject.
 */
async function whyNotCounted(
  { statements, verifier, directory, clock }: GuardPorts,
  { release, state, requirement, policy, outline }: Approval,
  decision: RequirementState['decisions'][number],
): Promise<string | null> {
  const jws = await statements.load(decision.digest);
  if (jws === null) return 'its statement is missing';
  const verified = await verifier.verify(jws);
  if ('refused' in verified) return verified.refused.reason;
  const { statement } = verified;
  const subjectDigest = subjectAsked(release, { state, outline }, requirement);
  const same =
    statement.kind === 'decision' &&
    statement.content.verdict === decision.verdict &&
    statement.content.requirement === policy.id &&
    statement.release === release &&
    statement.by === decision.by &&
    statement.subjectDigest === subjectDigest;
  if (!same) return 'its statement speaks about something else';
  if (exclusionOf(state, statement.by) !== null) return 'the person is excluded';
  const { inPlaceOf } = decision;
  if (inPlaceOf !== undefined) {
    const standIns = await directory.standInsOf(statement.by, clock().toISOString());
    return whyInPlaceNoMore(state, { requirement, policy }, inPlaceOf, standIns);
  }
  const groups = await directory.groupsOf(statement.by);
  const deciding = decidingGroups(policy, requirement);
  if (groups.some((group) => deciding.includes(group))) return null;
  return `the person is not in ${deciding.join(' or ')} any more`;
}

function unapproved(requirement: string, why: string): StepFailure {
  return new StepFailure(
    'terminal',
    'guard/approval',
    `Requirement ${requirement} does not hold: ${why}.`,
    'Send the command rollback or withdraw, and start a release that gets the approval.',
  );
}

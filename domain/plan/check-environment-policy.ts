import type { CatalogIndex } from './catalog-index.ts';
import { checkAcceptance } from './check-acceptance.ts';
import { checkAnalysis } from './check-analysis.ts';
import { checkPeople } from './check-people.ts';
import { checkReference, checkUnique } from './check-reference.ts';
import { checkTasks } from './check-tasks.ts';
import { checkValidation } from './check-validation.ts';
import type { CanaryPolicy, ChecklistItem, EnvironmentPolicy, StabilizePolicy } from './policy.ts';
import type { PlanProblem, PlanProblems } from './problem.ts';
import { wordingId } from './requirement-policy.ts';

/** What is wrong with the policy of one environment. `at` is the pointer to it. */
export function* checkEnvironmentPolicy(
  at: string,
  environment: string,
  policy: EnvironmentPolicy,
  index: CatalogIndex,
): PlanProblems {
  const {
    announce,
    approvals = [],
    canary,
    checklist,
    stabilize,
    tasks = [],
    uat,
    validate,
  } = policy;
  yield* refer(`${at}/responsible`, policy.responsible, index);
  yield* checkApprovals(`${at}/approvals`, approvals, index);
  yield* checkWordingApproval(at, policy, index);
  if (uat !== undefined) yield* checkAcceptance(`${at}/uat`, uat, index);
  for (const [position, item] of checklist.entries()) {
    yield* checkItem(`${at}/checklist/${position}`, item, policy, index);
  }
  yield* checkTasks(`${at}/tasks`, tasks, index);
  const told = announce !== undefined && 'audience' in announce ? announce.audience : [];
  for (const [position, group] of told.entries()) {
    yield* refer(`${at}/announce/audience/${position}`, group, index);
  }
  if (canary !== undefined) {
    yield* checkCanary(`${at}/canary`, canary);
    yield* checkLastStep(`${at}/canary`, canary);
    const { analysis } = canary;
    if (analysis !== undefined) yield* checkAnalysis(`${at}/canary/analysis`, analysis);
  }
  yield* checkValidation(`${at}/validate`, environment, validate, index);
  if (stabilize !== undefined) yield* checkStabilize(`${at}/stabilize`, stabilize);
  if (policy.alerts !== undefined) yield* refer(`${at}/alerts/from`, policy.alerts.from, index);
}

function* checkApprovals(
  at: string,
  approvals: NonNullable<EnvironmentPolicy['approvals']>,
  index: CatalogIndex,
): PlanProblems {
  const ids = approvals.map(({ id }) => id);
  yield* checkUnique('policy', (position) => `${at}/${position}/id`, ids);
  for (const [position, requirement] of approvals.entries()) {
    yield* checkPeople(`${at}/${position}`, 'deadline', requirement, index);
    if (requirement.id !== 'uat') continue;
    const message = 'An approval cannot be called `uat`: that is the acceptance test.';
    const remedy = 'Choose another id, such as the group that approves.';
    yield problem('reserved-name', `${at}/${position}/id`, message, remedy);
  }
}

/** Whoever approves the words is asked like everybody else, under a name of its own. */
function* checkWordingApproval(
  at: string,
  { announce, approvals = [] }: EnvironmentPolicy,
  index: CatalogIndex,
): PlanProblems {
  if (announce?.approvedBy === undefined) return;
  yield* checkPeople(`${at}/announce/approvedBy`, 'deadline', announce.approvedBy, index);
  const taken = approvals.findIndex(({ id }) => id === wordingId);
  if (taken < 0) return;
  const message = `An approval cannot be called \`${wordingId}\`: that is the announcement’s.`;
  const remedy = 'Choose another id, such as the group that approves.';
  yield problem('reserved-name', `${at}/approvals/${taken}/id`, message, remedy);
}

function* checkItem(
  at: string,
  item: ChecklistItem,
  policy: EnvironmentPolicy,
  index: CatalogIndex,
): PlanProblems {
  if (item.item === 'support-coverage') {
    const asked = { ...item, count: item.minimum, deadlineMs: 0, remindBeforeMs: [] };
    yield* checkPeople(at, 'minimum', asked, index);
  }
  if (item.item !== 'announcement-sent' || policy.announce !== undefined) return;
  const message = 'The checklist asks for an announcement, but nothing is announced here.';
  const remedy = 'Add `announce` to the environment, or remove the item.';
  yield problem('nothing-announced', `${at}/item`, message, remedy);
}

function* checkCanary(at: string, { steps }: CanaryPolicy): PlanProblems {
  for (const [index, { weightPercent, observeMs, patienceMs }] of steps.entries()) {
    const before = steps[index - 1]?.weightPercent ?? 0;
    if (weightPercent <= before) {
      const pointer = `${at}/steps/${index}/weightPercent`;
      const message = `A step of ${weightPercent} % follows one of ${before} %: shares only grow.`;
      const remedy = 'Order the steps by their share, and name each share once.';
      yield problem('step-does-not-grow', pointer, message, remedy);
    }
    if (patienceMs < observeMs) {
      const message = 'The patience of a step is shorter than its observation.';
      const remedy = 'Let `patience` be at least as long as `observe`.';
      yield problem('patience-too-short', `${at}/steps/${index}/patience`, message, remedy);
    }
  }
}

/** Who is left with what served before would be left with nothing when it is retired. */
function* checkLastStep(at: string, { steps }: CanaryPolicy): PlanProblems {
  const last = steps.at(-1);
  if (last === undefined || last.weightPercent === 100) return;
  const pointer = `${at}/steps/${steps.length - 1}/weightPercent`;
  const message = `The last step gives ${last.weightPercent} %, and the others are left behind.`;
  const remedy = 'Add a last step of 100 %: what passes it is for everyone.';
  yield problem('not-for-everyone', pointer, message, remedy);
}

function* checkStabilize(at: string, policy: StabilizePolicy): PlanProblems {
  if (policy.observeEveryMs <= policy.durationMs) return;
  const message = 'The period is shorter than the time between two observations.';
  const remedy = 'Let `observeEvery` be at most as long as `duration`.';
  yield problem('never-observed', `${at}/observeEvery`, message, remedy);
}

function refer(pointer: string, group: string, { groups }: CatalogIndex): PlanProblems {
  return checkReference({ document: 'policy', pointer }, 'group', group, groups);
}

function problem(code: string, pointer: string, message: string, remedy: string): PlanProblem {
  return { code, pointer, document: 'policy', message, remedy };
}

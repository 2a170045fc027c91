import { rulesOfRoll } from '../deployment/strategy.ts';
import type { AnnouncementPolicy } from '../message/announcement-policy.ts';
import type { Announcement } from '../message/message.ts';
import { type TaskPolicy, taskId } from '../task/task.ts';
import { predecessors, train } from './build-await-stages.ts';
import type { Environment } from './catalog.ts';
import { entryOf } from './entry-of.ts';
import { planCheck } from './plan-check.ts';
import type { ChecklistItem, EnvironmentPolicy } from './policy.ts';
import { type RequirementPolicy, wordingId } from './requirement-policy.ts';
import type { Stage, StageOf } from './stage.ts';
import type { StageSources } from './stage-sources.ts';
import type { HttpCheck, PlannedCheck, ValidationCheck } from './validation-check.ts';

type InEnvironment = {
  readonly name: string;
  readonly environment: Environment;
  readonly policy: EnvironmentPolicy;
  readonly accountable: string;
  /** Components that users reach through the gateway, in the order of their waves. */
  readonly exposed: readonly string[];
  readonly owners: readonly string[];
  readonly sources: StageSources;
};

/**
 * The stages of one environment, in this order: predecessors, promote, approval, train, window,
 * announce, tasks, checklist, deploy, smoke, canary, validate, tasks, uat, stabilize, tasks,
 * contract. The checklist is the last look before anything is touched, so what it asks for, the
 * announcement included, comes before it. Those that neither policy nor release asks for are absent.
 */
export function buildEnvironmentStages(
  environment: Environment,
  sources: StageSources,
): readonly Stage[] {
  const { name } = environment;
  const policy = entryOf(sources.classPolicy.environments, name);
  if (policy === undefined) return [];
  const context: InEnvironment = {
    name,
    environment,
    policy,
    accountable: sources.spec.accountable,
    exposed: sources.components
      .filter(({ service }) => entryOf(service.deployments, name)?.traffic === true)
      .map((component) => component.name),
    owners: sources.components.map(({ service }) => service.owner),
    sources,
  };
  return [...beforeDeployment(context), ...deployment(context), ...afterDeployment(context)];
}

function beforeDeployment(context: InEnvironment): readonly Stage[] {
  const { name, environment, policy } = context;
  const { announce, window } = policy;
  const announcement =
    announce === undefined ? null : context.sources.announcementFor(announce, name);
  const approvals = [...(policy.approvals ?? []), ...wordingApproval(announce, announcement)];
  const checklist = policy.checklist.filter((item) => isAsked(item, context.sources));
  const { maximumEvidenceAgeMs } = context.sources.classPolicy;
  const { spec } = context.sources;
  const stages: Stage[] = [
    ...predecessors(spec, base(context, '', '')),
    {
      ...base(context, 'promote', `Admit the artifacts to ${name}`),
      kind: 'promote',
      from: environment.promotesFrom,
      soakMs: environment.soakMs,
      ...(maximumEvidenceAgeMs === undefined ? {} : { maximumEvidenceAgeMs }),
    },
  ];
  if (approvals.length > 0) {
    stages.push({
      ...base(context, 'approval', `Approve the release for ${name}`, [
        ...new Set(approvals.map(({ group }) => group)),
      ]),
      kind: 'approval',
      requirements: approvals.map((requirement) => ({
        ...requirement,
        id: `${name}/${requirement.id}`,
      })),
    });
  }
  stages.push(...train(spec, base(context, '', '')));
  if (window) {
    stages.push({ ...base(context, 'window', `Wait until ${name} is open`), kind: 'window' });
  }
  if (announcement !== null) {
    const title = `Announce the release to ${name}`;
    stages.push({ ...base(context, 'announce', title), kind: 'announce', announcement });
  }
  stages.push(...tasksOf(context, 'before-deployment'));
  if (checklist.length > 0) {
    const title = `Check that ${name} is ready`;
    stages.push({ ...base(context, 'checklist', title), kind: 'checklist', items: checklist });
  }
  return stages;
}

/** The question whether people may read these words, where somebody has to be asked. */
function wordingApproval(
  policy: AnnouncementPolicy | undefined,
  wording: Announcement | null,
): readonly RequirementPolicy[] {
  if (policy?.approvedBy === undefined || wording === null) return [];
  return [{ id: wordingId, ...policy.approvedBy, wording }];
}

/** Each is a stage of its own, so that one that fails is done again alone. */
function tasksOf(context: InEnvironment, at: TaskPolicy['at']): readonly Stage[] {
  const { name, policy } = context;
  return (policy.tasks ?? [])
    .filter((task) => task.at === at)
    .map((task) => ({
      ...base(context, '', task.title, [task.group]),
      id: taskId(name, task.id),
      kind: 'task',
      task,
    }));
}

/** Some items are asked of releases alone that are hard to take back. */
function isAsked(item: ChecklistItem, { components, highRisk }: StageSources): boolean {
  if (!('before' in item)) return true;
  switch (item.before) {
    case undefined:
      return true;
    case 'high-risk':
      return highRisk;
    case 'irreversible':
      return components.some(({ irreversible, lossy }) => (irreversible ?? lossy) !== undefined);
    case 'migrations':
      return components.some(({ service }) => service.migrations !== undefined);
  }
}

function deployment(context: InEnvironment): readonly Stage[] {
  const { name, policy, exposed, sources } = context;
  const responsible = [...new Set([policy.responsible, ...context.owners])];
  const canary = exposed.length > 0 ? policy.canary : undefined;
  const switching = canary === undefined ? switchOf(context, responsible) : null;
  const isLater = canary !== undefined || switching !== null;
  const checks = checksOf(context);
  const atInstances = checks.filter(isAtInstances);
  const rolled = rolledOf(context);
  const deploy: Stage = {
    ...base(context, 'deploy', `Deploy to ${name}`, responsible),
    kind: 'deploy',
    waves: sources.waves,
    strategy: canary === undefined ? 'all-at-once' : 'beside',
    ...(switching === null ? {} : { switched: switching.components }),
    ...(rolled.length === 0 ? {} : { rolled }),
    ...(policy.onClosing === undefined ? {} : { onClosing: policy.onClosing }),
    ...(policy.alerts === undefined ? {} : { alerts: policy.alerts }),
  };
  const validate: Stage = {
    ...base(context, 'validate', `Validate ${name}`, responsible),
    kind: 'validate',
    checks: isLater ? checks.filter((check) => !isAtInstances(check)) : checks,
  };
  if (!isLater) return [deploy, validate];
  const smoke: Stage = {
    ...base(context, 'smoke', `Ask the new instances in ${name} before users do`, responsible),
    kind: 'validate',
    checks: atInstances,
  };
  const before = [deploy, ...(atInstances.length > 0 ? [smoke] : [])];
  if (switching !== null) return [...before, switching, validate];
  if (canary === undefined) return [...before, validate];
  const move: Stage = {
    ...base(context, 'canary', `Move users in ${name} step by step`, responsible),
    kind: 'canary',
    components: exposed,
    canary,
    decisionTimeMs: sources.spec.rollback?.decisionTimeMs ?? 0,
  };
  return [...before, move, validate];
}

/** Null where nothing of the release is switched in this environment. */
function switchOf(
  context: InEnvironment,
  responsible: readonly string[],
): StageOf<'switch'> | null {
  const { name, sources } = context;
  const sets = sources.components.flatMap(({ name: component, service }) => {
    const strategy = entryOf(service.deployments, name)?.strategy;
    return strategy?.kind === 'blue-green' ? [{ component, ...strategy }] : [];
  });
  if (sets.length === 0) return null;
  return {
    ...base(context, 'switch', `Switch users in ${name} to the new sets`, responsible),
    kind: 'switch',
    components: sets.map(({ component }) => component),
    keepMs: Math.max(...sets.map(({ keepMs }) => keepMs)),
    sessionsMs: Math.max(...sets.map(({ sessionsMs }) => sessionsMs ?? 0)),
  };
}

/** The components that are replaced target after target in this environment. */
function rolledOf({ name, sources }: InEnvironment): readonly string[] {
  return sources.components
    .filter(({ service }) => rulesOfRoll(entryOf(service.deployments, name)?.strategy) !== null)
    .map((component) => component.name);
}

function afterDeployment(context: InEnvironment): readonly Stage[] {
  const { name, policy, exposed } = context;
  const { stabilize, uat } = policy;
  const stages: Stage[] = [...tasksOf(context, 'after-deployment')];
  if (uat !== undefined) {
    const title = `Accept the release in ${name}`;
    stages.push({ ...base(context, 'uat', title, [uat.group]), kind: 'uat', uat });
  }
  if (stabilize !== undefined) {
    stages.push({
      ...base(context, 'stabilize', `Watch ${name}`),
      kind: 'stabilize',
      components: exposed,
      stabilize,
    });
  }
  return [...stages, ...contraction(context)];
}

/** The last of all: until then there is a way back to the version before. */
function contraction(context: InEnvironment): readonly Stage[] {
  const { name, policy, owners, sources } = context;
  if (sources.contracting.length === 0) return [];
  const title = `Take away in ${name} what only the versions before needed`;
  const contract: Stage = {
    ...base(context, 'contract', title, [...new Set([policy.responsible, ...owners])]),
    kind: 'deploy',
    waves: sources.contracting,
    strategy: 'all-at-once',
    phase: 'contract',
  };
  return [...tasksOf(context, 'before-contract'), contract];
}

/**
 * New instances are only there for what is released; the gateway is asked whatever stands behind
 * it.
 */
function checksOf({ name, policy, sources }: InEnvironment): readonly PlannedCheck[] {
  const released = new Set(sources.components.map((component) => component.name));
  return policy.validate
    .filter((check) => !isAtInstances(check) || released.has(check.component))
    .map((check) => planCheck(check, name, sources.services));
}

function isAtInstances(check: ValidationCheck | PlannedCheck): check is HttpCheck {
  return check.check === 'http' && check.at === 'instances';
}

function base(
  { name, policy, accountable }: InEnvironment,
  step: string,
  title: string,
  responsible: readonly string[] = [policy.responsible],
) {
  return { id: `${name}/${step}`, title, accountable, responsible, environment: name };
}

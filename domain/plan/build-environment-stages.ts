import type { AnnouncementPolicy } from '../message/announcement-policy.ts';
import type { Announcement } from '../message/message.ts';
import { type TaskPolicy, taskId } from '../task/task.ts';
import { predecessors, train } from './build-await-stages.ts';
import { deployment } from './build-deployment-stages.ts';
import type { Environment } from './catalog.ts';
import { entryOf } from './entry-of.ts';
import { base, type InEnvironment } from './in-environment.ts';
import type { ChecklistItem } from './policy.ts';
import { type RequirementPolicy, wordingId } from './requirement-policy.ts';
import type { Stage } from './stage.ts';
import type { StageSources } from './stage-sources.ts';

/**
 * The stages of one environment, in this order: predecessors, promote, approval, train, window,
 * announce, tasks, checklist, deploy, smoke, canary, validate, tasks, uat, stabilize, tasks,
 * contract. The checklist is the last look before anything is touched, so what it asks for, the
 * announcement included, comes before it. Those that nobody asks for are absent.
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

import { rulesOfRoll } from '../deployment/strategy.ts';
import { entryOf } from './entry-of.ts';
import { base, type InEnvironment } from './in-environment.ts';
import { planCheck } from './plan-check.ts';
import type { Stage, StageOf } from './stage.ts';
import type { HttpCheck, PlannedCheck, ValidationCheck } from './validation-check.ts';

/** From the deployment to its validation, by the strategies of what is released there. */
export function deployment(context: InEnvironment): readonly Stage[] {
  const { name, policy, exposed, sources } = context;
  const responsible = [...new Set([policy.responsible, ...context.owners])];
  const canary = exposed.length > 0 ? policy.canary : undefined;
  const switching = canary === undefined ? switchOf(context, responsible) : null;
  const isLater = canary !== undefined || switching !== null;
  const checks = checksOf(context);
  const atInstances = checks.filter(isAtInstances);
  const deploy: Stage = {
    ...base(context, 'deploy', `Deploy to ${name}`, responsible),
    kind: 'deploy',
    waves: sources.waves,
    strategy: canary === undefined ? 'all-at-once' : 'beside',
    ...(switching === null ? {} : { switched: switching.components }),
    ...rulesOf(context),
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

/** What of the policy and of the strategies a deployment goes by, where they say anything. */
function rulesOf(
  context: InEnvironment,
): Pick<StageOf<'deploy'>, 'rolled' | 'onClosing' | 'alerts'> {
  const { onClosing, alerts } = context.policy;
  const rolled = rolledOf(context);
  return {
    ...(rolled.length === 0 ? {} : { rolled }),
    ...(onClosing === undefined ? {} : { onClosing }),
    ...(alerts === undefined ? {} : { alerts }),
  };
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

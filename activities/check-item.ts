import { decideWindow } from '../domain/calendar/decide-window.ts';
import { taken } from '../domain/deviation/overrides.ts';
import type { ChecklistItem } from '../domain/plan/policy.ts';
import { scopesOf } from '../domain/plan/scopes-of.ts';
import type { Verdict } from '../domain/release/event.ts';
import { checkBackup } from './check-backup.ts';
import { checkRollbackRehearsal } from './check-rollback-rehearsal.ts';
import { sealedPlanOf } from './load-sealed-plan.ts';
import { openByDeviation } from './open-by-deviation.ts';
import type { Ports } from './ports/index.ts';
import { recordedState } from './recorded-state.ts';
import type { CheckResult } from './run-check.ts';
import type { Step } from './step.ts';
import { stepContext } from './step-context.ts';

type ItemStep = Step & {
  readonly planDigest: string;
  readonly environment: string;
  readonly item: ChecklistItem;
};

const commandTimeoutMs = 60_000;

/** Checks one item of the pre-deployment checklist: evidence, not a tick. */
export function createCheckItem(ports: Ports) {
  return async function checkItem(step: ItemStep): Promise<CheckResult> {
    const { item } = step;
    switch (item.item) {
      case 'rollback-plan':
        return rollbackPlan(ports, step);
      case 'window-open':
        return windowOpen(ports, step);
      case 'targets-healthy':
        return targetsHealthy(ports, step);
      case 'support-coverage': {
        const members = await ports.directory.membersOf(item.group);
        const enough = members.length >= item.minimum;
        return result(
          enough,
          `${item.group} has ${members.length} people; ${item.minimum} are needed.`,
        );
      }
      case 'announcement-sent': {
        const { announcements } = await recordedState(ports.ledger, step.release);
        const sent = announcements.filter(({ stage }) => stage.startsWith(`${step.environment}/`));
        return result(
          sent.length > 0,
          `${sent.length} announcements were sent for ${step.environment}.`,
        );
      }
      case 'backup':
        return checkBackup(ports, item);
      case 'rollback-rehearsal': {
        const { plan } = await sealedPlanOf(ports, step.release, step.planDigest);
        return checkRollbackRehearsal(ports, step, { plan, item });
      }
      case 'command': {
        const { command } = item.check;
        const { exitCode, log } = await ports.runner.run(
          { command, cwd: ports.runner.scratch, timeoutMs: commandTimeoutMs },
          stepContext(),
        );
        return { ...result(exitCode === 0, `Exit code ${exitCode}.`), evidence: log };
      }
    }
  };
}

async function rollbackPlan(ports: Ports, step: ItemStep): Promise<CheckResult> {
  const { plan } = await sealedPlanOf(ports, step.release, step.planDigest);
  const { rollback } = plan;
  const complete = rollback !== null && rollback.criteria.length > 0 && rollback.runbook.length > 0;
  return result(complete, complete ? `Led by ${rollback.owner}.` : 'The plan has no way back.');
}

async function windowOpen(ports: Ports, step: ItemStep): Promise<CheckResult> {
  const { plan } = await sealedPlanOf(ports, step.release, step.planDigest);
  const calendar = await ports.calendar.calendar();
  const answer = decideWindow({
    calendar,
    scopes: scopesOf(plan, step.environment),
    instant: ports.clock().toISOString(),
  });
  if (answer.open) return result(true, answer.reason);
  const { environment, release } = step;
  const state = await recordedState(ports.ledger, release);
  const inUse = taken(state);
  const about = { release, plan, state };
  const { deviation } = await openByDeviation(ports, about, { environment, calendar }, inUse);
  const isOverridden = deviation !== null;
  const note = isOverridden ? ` The override ${deviation} sets that aside.` : '';
  return result(isOverridden, `${answer.reason}${note}`);
}

/** Where users reach a component already, its tool must find living instances that answer. */
async function targetsHealthy(ports: Ports, step: ItemStep): Promise<CheckResult> {
  const { plan } = await sealedPlanOf(ports, step.release, step.planDigest);
  const { environment } = step;
  const unhealthy: string[] = [];
  let asked = 0;
  for (const { name, service } of plan.components) {
    const definition = service.deployments[environment];
    if (definition?.traffic !== true) continue;
    const place = { environment, component: name };
    if ((await ports.traffic.observe(place)).origin === null) continue;
    asked += 1;
    const settings = await ports.settings.resolve(environment, definition.settings);
    const observed = await ports
      .deployer(definition.deployer)
      .observe(place, settings, stepContext());
    if ((observed.current?.instances.length ?? 0) === 0) unhealthy.push(name);
  }
  const reason =
    unhealthy.length === 0
      ? `${asked} of ${plan.components.length} targets serve users, and all of them answer.`
      : `No living instance of ${unhealthy.join(', ')} answers.`;
  return result(unhealthy.length === 0, reason);
}

function result(good: boolean, reason: string): CheckResult {
  const verdict: Verdict = good ? 'pass' : 'fail';
  return { verdict, reason, evidence: null };
}

import type { Deployed } from '../domain/deployment/deployment.ts';
import { componentOf } from '../domain/plan/plan.ts';
import { currentKey } from '../domain/revision/open-changes.ts';
import { artifactDigest } from './artifact-digest.ts';
import { prepareOrder } from './deployment-order.ts';
import { divideUsers, type Share } from './divide-users.ts';
import { requireMayTouch } from './guard.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';
import type { TouchingStep } from './step.ts';
import { stepContext } from './step-context.ts';

export type ShiftStep = TouchingStep & {
  readonly planDigest: string;
  readonly components: readonly string[];
  /** Share of users that the candidates get; the rest stays with what served before. */
  readonly weightPercent: number;
};

/**
 * Divides the users of several components between candidate and current version, in the order
 * given.
 */
export function createShiftTraffic(ports: Ports) {
  return async function shiftTraffic(
    step: ShiftStep,
  ): Promise<{ digests: Readonly<Record<string, string>> }> {
    const { plan, state } = await requireMayTouch(ports, step);
    const digests: Record<string, string> = {};
    const context = stepContext();
    for (const name of step.components) {
      const component = componentOf(plan, name);
      const digest = artifactDigest(state, name);
      digests[name] = digest;
      const key = currentKey(state, step.environment, name);
      const { deployer, order } = await prepareOrder(ports, { ...step, component, digest, key });
      const observed = await deployer.observe(order, order.settings, context);
      const candidate = observed.candidate ?? observed.current;
      if (candidate?.digest !== digest) throw notStanding(name, digest, candidate?.digest ?? null);
      const baseline = observed.candidate === null ? null : observed.current;
      context.heartbeat(`${name}: ${step.weightPercent} %`);
      const shares = sharesOf(candidate, baseline, step.weightPercent);
      await divideUsers(ports, step, component, shares);
    }
    return { digests };
  };
}

function sharesOf(
  candidate: Deployed,
  baseline: Deployed | null,
  weightPercent: number,
): readonly Share[] {
  if (baseline === null || baseline.digest === candidate.digest) {
    return [{ version: candidate, percent: 100 }];
  }
  return [
    { version: candidate, percent: weightPercent },
    { version: baseline, percent: 100 - weightPercent },
  ];
}

function notStanding(component: string, expected: string, found: string | null): StepFailure {
  return new StepFailure(
    'needs-person',
    'traffic/not-standing',
    `${component} should stand as ${expected}, but ${found ?? 'nothing'} stands there.`,
    'Find out who changed it, then send retry or rollback.',
  );
}

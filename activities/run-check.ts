import { judgeHttpCheck } from '../domain/gate/http-check.ts';
import { componentOf, type ReleasePlan } from '../domain/plan/plan.ts';
import type { ValidationCheck } from '../domain/plan/policy.ts';
import type { EvidenceReference, Verdict } from '../domain/release/event.ts';
import { currentKey } from '../domain/revision/open-changes.ts';
import { artifactDigest } from './artifact-digest.ts';
import { prepareOrder } from './deployment-order.ts';
import { addressesOf } from './divide-users.ts';
import { sealedPlanOf } from './load-sealed-plan.ts';
import type { Ports } from './ports/index.ts';
import { recordedState } from './recorded-state.ts';
import type { ActingStep } from './step.ts';
import { stepContext } from './step-context.ts';

export type CheckStep = ActingStep & {
  readonly planDigest: string;
  readonly environment: string;
  readonly fence: number;
  readonly check: ValidationCheck;
};

export type CheckResult = {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly evidence: EvidenceReference | null;
};

const answerTimeoutMs = 5_000;

/** Runs one check of a validation: an HTTP question, or a synthetic transaction by command. */
export function createRunCheck(ports: Ports) {
  return async function runCheck(step: CheckStep): Promise<CheckResult> {
    const { plan } = await sealedPlanOf(ports, step.release, step.planDigest);
    if (step.check.check === 'command') return runTransaction(ports, step, plan, step.check);
    const { path } = step.check;
    const answers = [];
    for (const origin of await originsOf(ports, step, plan, step.check)) {
      const url = `${origin}${path}`;
      answers.push({ url, ...(await ports.prober.get(url, answerTimeoutMs)) });
    }
    const evidence = await ports.evidence.put(JSON.stringify(answers), 'application/json');
    return { ...judgeHttpCheck(step.check, answers), evidence };
  };
}

async function originsOf(
  ports: Ports,
  step: CheckStep,
  plan: ReleasePlan,
  check: Extract<ValidationCheck, { check: 'http' }>,
): Promise<readonly string[]> {
  const place = { environment: step.environment, component: check.component };
  if (check.at === 'gateway') {
    const { origin } = await ports.traffic.observe(place);
    return origin === null ? [] : [origin];
  }
  const state = await recordedState(ports.ledger, step.release);
  const component = componentOf(plan, check.component);
  const digest = artifactDigest(state, check.component);
  const key = currentKey(state, step.environment, check.component);
  const { deployer, order } = await prepareOrder(ports, { ...step, component, digest, key });
  const { current, candidate } = await deployer.observe(order, order.settings, stepContext());
  const standing = [candidate, current].find((version) => version?.digest === digest);
  return standing === undefined || standing === null ? [] : addressesOf(standing);
}

/**
 * Exit code 0 passes, any other fails; a transaction that could not be run is a failure of the
 * step.
 */
async function runTransaction(
  ports: Ports,
  step: CheckStep,
  plan: ReleasePlan,
  check: Extract<ValidationCheck, { check: 'command' }>,
): Promise<CheckResult> {
  const versions = plan.components.map(
    ({ name, version }) => [`{version.${name}}`, version] as const,
  );
  const resolved = await ports.settings.resolve(step.environment, { command: check.command });
  const command = (resolved['command'] as readonly string[]).map((argument) =>
    versions.reduce((text, [place, version]) => text.replaceAll(place, version), argument),
  );
  const result = await ports.runner.run(
    { command, cwd: ports.runner.scratch, timeoutMs: check.timeoutMs },
    stepContext(),
  );
  const last = result.lastLines.at(-1) ?? 'It said nothing.';
  return {
    verdict: result.exitCode === 0 ? 'pass' : 'fail',
    reason: `Exit code ${result.exitCode}: ${last.slice(0, 300)}`,
    evidence: result.log,
  };
}

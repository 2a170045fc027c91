import { judgeDownstreamCheck } from '../domain/gate/downstream-check.ts';
import type { Judgement } from '../domain/gate/gate.ts';
import { judgeHeadersCheck } from '../domain/gate/headers-check.ts';
import { judgeHttpCheck } from '../domain/gate/http-check.ts';
import { judgeIdentityCheck } from '../domain/gate/identity-check.ts';
import { judgeTlsCheck } from '../domain/gate/tls-check.ts';
import { componentOf, type ReleasePlan } from '../domain/plan/plan.ts';
import type { CommandCheck, HttpCheck, PlannedCheck } from '../domain/plan/validation-check.ts';
import type { EvidenceReference, Verdict } from '../domain/release/event.ts';
import { currentKey } from '../domain/revision/open-changes.ts';
import { artifactDigest } from './artifact-digest.ts';
import { checkDownstream } from './check-downstream.ts';
import { checkIdentity } from './check-identity.ts';
import { checkTls } from './check-tls.ts';
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
  readonly check: PlannedCheck;
};

export type CheckResult = {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly evidence: EvidenceReference | null;
};

const answerTimeoutMs = 5_000;

/** Runs one check of a validation: it gathers what there is to know, keeps it, and judges it. */
export function createRunCheck(ports: Ports) {
  return async function runCheck(step: CheckStep): Promise<CheckResult> {
    const { plan } = await sealedPlanOf(ports, step.release, step.planDigest);
    const { check, environment } = step;
    const kept = async <Evidence>(found: Evidence, judge: (found: Evidence) => Judgement) => {
      const evidence = await ports.evidence.put(JSON.stringify(found), 'application/json');
      return { ...judge(found), evidence };
    };
    switch (check.check) {
      case 'command':
        return runTransaction(ports, step, plan, check);
      case 'http': {
        const answers = await ask(ports, check.path, await originsOf(ports, step, plan, check));
        return kept(answers, (found) => judgeHttpCheck(check, found));
      }
      case 'tls': {
        const found = await checkTls(ports, check);
        return kept(found, (evidence) => judgeTlsCheck(check, evidence));
      }
      case 'headers': {
        const url = await addressOf(ports, environment, check.url);
        const found = { url, ...(await ports.prober.get(url, answerTimeoutMs)) };
        return kept(found, (evidence) => judgeHeadersCheck(check, evidence));
      }
      case 'identity': {
        const url = await addressOf(ports, environment, check.url);
        const found = await checkIdentity(ports, environment, check, url);
        return kept(found, (evidence) => judgeIdentityCheck(check, evidence));
      }
      case 'downstream': {
        const found = await checkDownstream(ports, environment, check);
        return kept(found, (evidence) => judgeDownstreamCheck(check, evidence));
      }
    }
  };
}

/** Where `{origin.<component>}` leads now. */
async function addressOf({ settings }: Ports, environment: string, url: string): Promise<string> {
  return String((await settings.resolve(environment, { url }))['url']);
}

async function ask({ prober }: Ports, path: string, origins: readonly string[]) {
  const answers = [];
  for (const origin of origins) {
    const url = `${origin}${path}`;
    const { status, reason, durationMs } = await prober.get(url, answerTimeoutMs);
    answers.push({ url, status, reason, durationMs });
  }
  return answers;
}

async function originsOf(
  ports: Ports,
  step: CheckStep,
  plan: ReleasePlan,
  check: HttpCheck,
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
  check: CommandCheck,
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

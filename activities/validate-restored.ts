import { setTimeout as sleep } from 'node:timers/promises';
import type { EvidenceReference, Verdict } from '../domain/release/event.ts';
import type { ChangeState, ReleaseState } from '../domain/release/state.ts';
import { judgeRestored } from '../domain/rollback/judge-restored.ts';
import type { RestoredComponent } from '../domain/rollback/restored-component.ts';
import { orderOfChange } from './order-of-change.ts';
import type { Ports } from './ports/index.ts';
import { recordedState } from './recorded-state.ts';
import type { ActingStep } from './step.ts';
import { stepContext } from './step-context.ts';

type ValidateStep = ActingStep & {
  readonly planDigest: string;
  readonly environment: string;
  readonly fence: number;
};

export type Validated = {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly components: readonly RestoredComponent[];
  readonly evidence: EvidenceReference;
};

const patienceMs = 15_000;
const lookEveryMs = 500;
const answerTimeoutMs = 5_000;

/**
 * Looks whether everything that was undone in an environment stands again as it stood before, and
 * is well. What starts slowly is given some time. The looks are kept as evidence.
 */
export function createValidateRestored(ports: Ports) {
  return async function validateRestored(step: ValidateStep): Promise<Validated> {
    const state = await recordedState(ports.ledger, step.release);
    const undone = state.changes.filter(
      ({ environment, status }) => environment === step.environment && status === 'undone',
    );
    const context = stepContext();
    const deadline = Date.now() + patienceMs;
    for (;;) {
      context.heartbeat('looking at what was restored');
      const seen = await Promise.all(undone.map((change) => look(ports, step, state, change)));
      const components = seen.map(judgeRestored);
      const isGood = components.every(({ verdict }) => verdict === 'pass');
      if (isGood || Date.now() > deadline) {
        const evidence = await ports.evidence.put(JSON.stringify(seen), 'application/json');
        return { ...sum(components), components, evidence };
      }
      await sleep(lookEveryMs, undefined, { signal: context.signal });
    }
  };
}

async function look(ports: Ports, step: ValidateStep, state: ReleaseState, change: ChangeState) {
  const { component, deployer, order } = await orderOfChange(ports, step, state, change);
  const { current, candidate } = await deployer.observe(order, order.settings, stepContext());
  const definition = component.service.deployments[step.environment];
  if (definition?.traffic !== true) {
    return { change, current, candidate, shares: null, status: null };
  }
  const { origin, shares } = await ports.traffic.observe(order);
  const { healthPath } = definition.settings;
  const asks = origin !== null && typeof healthPath === 'string' && current !== null;
  const answer = asks ? await ports.prober.get(`${origin}${healthPath}`, answerTimeoutMs) : null;
  // No answer at all is as bad as any that says so.
  const status = answer === null ? null : (answer.status ?? 0);
  return { change, current, candidate, shares, status };
}

function sum(components: readonly RestoredComponent[]): Pick<Validated, 'verdict' | 'reason'> {
  const bad = components.filter(({ verdict }) => verdict !== 'pass');
  const told = bad.map(({ component, reason }) => `${component}: ${reason}`);
  return bad.length === 0
    ? { verdict: 'pass', reason: `${components.length} components stand as before.` }
    : { verdict: 'fail', reason: told.join(' ') };
}

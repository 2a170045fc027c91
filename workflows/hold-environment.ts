import { CancellationScope, CancelledFailure, condition } from '@temporalio/workflow';
import { leaseReturnKey } from '../domain/environment/lease-message.ts';
import type { StageState } from '../domain/release/state.ts';
import { steadfast, tools } from './activity-proxies.ts';
import { keepReplaced } from './keep-replaced.ts';
import type { ReleaseRun } from './release-run.ts';

/**
 * Holds the environment: asks for it if need be, and waits for its turn. Returns the fencing
 * number.
 */
export async function acquireEnvironment(
  run: ReleaseRun,
  environment: string,
  stage: string,
): Promise<number> {
  const held = heldFence(run, environment);
  if (held !== null) return held;
  const id = `${stage}/lease`;
  const requested = run.state.leases.some((lease) => lease.environment === environment);
  if (!requested) run.journal.record({ type: 'lease.requested', environment });
  run.beginWait({
    id,
    stage,
    kind: 'lease',
    reason: `It is in the queue of ${environment}.`,
    clearedBy: [],
    remedy: `GET /v1/environments shows who holds ${environment}.`,
    until: null,
    then: null,
  });
  if (run.givingWay === environment) await condition(() => run.givingWay !== environment);
  // The step carries the wait along, so that a free environment costs no bookkeeping of its own.
  const { fence } = await run.journal.perform((step) =>
    steadfast(`Ask for ${environment}`).requestLease({
      ...step,
      environment,
      key: `${run.release}/${environment}/lease/request`,
    }),
  );
  if (fence !== null && isAskedFor(run, environment)) {
    run.journal.record({ type: 'lease.granted', environment, fence });
  }
  await condition(() => heldFence(run, environment) !== null);
  if (run.openWait(id) !== undefined) {
    run.journal.record({ type: 'wait.ended', wait: id, outcome: 'granted' });
  }
  return heldFence(run, environment) ?? 0;
}

/**
 * After the records named another holder: the environment is asked for again before it is touched.
 */
export function forgetLease(run: ReleaseRun, environment: string | null): void {
  if (environment === null || heldFence(run, environment) === null) return;
  run.journal.record({ type: 'lease.released', environment });
}

/** Whether the release has asked for the environment and not heard yet. */
export function isAskedFor(run: ReleaseRun, environment: string): boolean {
  return run.state.leases.some(
    (lease) => lease.environment === environment && lease.status === 'requested',
  );
}

/** The fencing number under which this release holds the environment, or null. */
export function heldFence(run: ReleaseRun, environment: string): number | null {
  const lease = run.state.leases.find((candidate) => candidate.environment === environment);
  return lease?.status === 'held' ? lease.fence : null;
}

/**
 * After the last stage of an environment: what was brought in stays, what it replaced is retired,
 * others may come.
 */
export async function passEnvironment(run: ReleaseRun, stage: StageState): Promise<void> {
  const { environment } = stage;
  if (environment === null) return;
  const fence = heldFence(run, environment);
  if (fence !== null) {
    // A contraction has waited for that already, and ended it.
    if (!contractsIn(run, environment)) await keepReplaced(run, environment, stage.id);
    await run.journal.perform((step) =>
      tools(`Settle ${environment}`).settleEnvironment({
        ...step,
        environment,
        fence,
        planDigest: run.planDigest,
        components: run.plan.components.map(({ name }) => name),
        key: `${run.release}/${environment}/settle`,
      }),
    );
  }
  if (run.interruption !== null) {
    // What was settled is still held, so the way back includes it.
    throw new CancelledFailure(`Interrupted before ${environment} was passed.`);
  }
  const admitted = run.state.admitted.findLast((passage) => passage.environment === environment);
  const manifestDigest = admitted?.manifestDigest ?? '';
  run.journal.record({ type: 'environment.passed', environment, manifestDigest });
  await CancellationScope.nonCancellable(() => giveBack(run, environment));
}

function contractsIn({ plan }: ReleaseRun, environment: string): boolean {
  return plan.stages.some(
    (stage) =>
      stage.kind === 'deploy' && stage.environment === environment && stage.phase === 'contract',
  );
}

/** Gives the environment back, or leaves its queue. */
export async function giveBack(run: ReleaseRun, environment: string): Promise<void> {
  await run.journal.perform((step) =>
    steadfast(`Give ${environment} back`).releaseLease({
      ...step,
      environment,
      key: leaseReturnKey(run.release, environment),
    }),
  );
  run.journal.record({ type: 'lease.released', environment });
}

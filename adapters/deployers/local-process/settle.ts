import type { DeploymentOrder } from '../../../activities/ports/deployer.ts';
import { StepFailure } from '../../../activities/ports/failures.ts';
import { nameOf } from './describe.ts';
import { probeAll } from './probe.ts';
import { finishRetiring, recordWork, type Session } from './session.ts';
import type { Standing } from './state.ts';

/** Makes the order's candidate the current version and stops what served before. */
export async function settle(session: Session, order: DeploymentOrder): Promise<void> {
  const work = session.state().works[order.key];
  const { current, candidate } = session.state();
  if (work?.phase === 'settled' || work?.phase === 'unneeded') return;
  if (work?.phase !== 'applied' || candidate === null) {
    throw new StepFailure(
      'terminal',
      'deployer/not-applied',
      `The deployment ${order.key} cannot be settled: it is ${work?.phase ?? 'unknown here'}.`,
      'Apply the order under the same key first.',
    );
  }
  await refuseDeadCandidate(session, candidate);
  // From here on the old version is to be stopped, whoever comes to do it.
  await recordWork(
    session,
    order,
    { ...work, phase: 'settled' },
    { current: candidate, candidate: null, retiring: current === null ? [] : [current] },
  );
  await finishRetiring(session);
}

async function refuseDeadCandidate(session: Session, candidate: Standing): Promise<void> {
  const probes = await probeAll(candidate, session.context);
  const index = probes.findIndex(({ ready }) => !ready);
  if (index === -1) return;
  throw new StepFailure(
    'needs-person',
    'deployer/candidate-unwell',
    `${nameOf(candidate)} cannot become current: of instance ${index}, ${probes[index]?.reason}.`,
    'Apply it again under the same key to start what has ended, or undo it.',
  );
}

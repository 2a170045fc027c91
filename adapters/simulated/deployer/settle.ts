import { StepFailure } from '../../../activities/ports/failures.ts';
import { orderedOf } from './apply.ts';
import { recordWork, type Session } from './session.ts';

/** Makes the candidate the current version, and removes what served before. */
export async function settle(session: Session): Promise<void> {
  const { order, state, world } = session;
  const work = state().works[order.key];
  if (work?.phase === 'settled') return;
  if (work?.phase !== 'applied') {
    throw new StepFailure(
      'terminal',
      'deployer/not-applied',
      `The deployment ${order.key} cannot be settled: it is ${work?.phase ?? 'unknown here'}.`,
      'Apply the order under the same key first.',
    );
  }
  if (work.changed && work.previous !== null) await world.remove(order, work.previous.digest);
  const next = work.changed ? { current: orderedOf(session), candidate: null } : {};
  await recordWork(session, { ...work, phase: 'settled' }, next);
}

import type { DeploymentOrder } from '../../../activities/ports/deployer.ts';
import { foreignChange } from './foreign-change.ts';
import { moveTargets } from './replace-targets.ts';
import { recordWork, type Session } from './session.ts';
import { allNumbers } from './start-version.ts';
import type { Version, Work } from './state.ts';

/** Makes what ran before the order's roll run at these targets again. */
export async function restoreTargets(
  session: Session,
  order: DeploymentOrder,
  ordinals: readonly number[],
): Promise<void> {
  const work = session.state().works[order.key];
  const { current } = session.state();
  if (work?.rolls !== true || work.previous === null) {
    throw foreignChange(order, 'serving', order.key, current);
  }
  if (work.phase === 'settled') await reopen(session, order, work, work.previous);
  const { candidate, current: before } = session.state();
  if (candidate?.key !== order.key) throw foreignChange(order, 'beside it', order.key, candidate);
  if (before?.key !== work.previous.key) {
    throw foreignChange(order, 'serving', work.previous.key, before);
  }
  await moveTargets(session, 'candidate', 'current', ordinals);
}

/** Takes back all that is left of a roll, and spends its key. */
export async function undoRoll(
  session: Session,
  order: DeploymentOrder,
  work: Work,
): Promise<void> {
  await restoreRoll(session, order, work);
  await recordWork(session, order, { ...work, phase: 'undone' }, { candidate: null });
}

/** Takes back all that is left of a roll at once. */
export async function restoreRoll(
  session: Session,
  order: DeploymentOrder,
  work: Work,
): Promise<void> {
  const { current, candidate } = session.state();
  const ordered = work.phase === 'settled' ? current : candidate;
  const ordinals = [
    ...(ordered?.slots ?? []).map(({ slot }) => slot),
    ...(work.previous === null ? [] : allNumbers(work.previous)),
  ];
  await restoreTargets(session, order, [...new Set(ordinals)]);
}

/** What was settled is a roll again that has replaced every target. */
async function reopen(
  session: Session,
  order: DeploymentOrder,
  work: Work,
  previous: Version,
): Promise<void> {
  const { current, candidate } = session.state();
  if (current?.key !== order.key) throw foreignChange(order, 'serving', order.key, current);
  if (candidate !== null) throw foreignChange(order, 'beside it', 'none', candidate);
  await recordWork(
    session,
    order,
    { ...work, phase: 'applied' },
    { current: { ...previous, slots: [] }, candidate: current },
  );
}

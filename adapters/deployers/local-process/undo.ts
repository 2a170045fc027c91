import type { DeploymentOrder, Undone } from '../../../activities/ports/deployer.ts';
import { StepFailure } from '../../../activities/ports/failures.ts';
import type { Deployed } from '../../../domain/deployment/deployment.ts';
import { isRunning } from '../../processes/identity.ts';
import { describe, describeLiving, nameOf } from './describe.ts';
import { foreignChange } from './foreign-change.ts';
import { restoreRoll, undoRoll } from './restore-targets.ts';
import { finishRetiring, recordWork, type Session, standingAs } from './session.ts';
import { startVersion } from './start-version.ts';
import type { Standing, Work } from './state.ts';

/** Takes back exactly what was done under the order's key, however far it had got. */
export async function undo(session: Session, order: DeploymentOrder): Promise<Undone> {
  const work = session.state().works[order.key];
  if (work?.rolls === true && work.phase !== 'undone') {
    await undoRoll(session, order, work);
    return { current: await describeCurrent(session), changed: true };
  }
  switch (work?.phase) {
    case undefined:
    case 'unneeded':
    case 'handed-over':
      await recordWork(session, order, { previous: work?.previous ?? null, phase: 'undone' });
      return { current: await describeCurrent(session), changed: false };
    case 'undone':
      return { current: await describeCurrent(session), changed: false };
    case 'applying':
    case 'applied':
      await removeCandidate(session, order, work);
      break;
    case 'settled':
      await goBack(session, order, work);
      break;
  }
  return { current: await describeCurrent(session), changed: true };
}

/** Starts what `undo` goes back to beside what serves, where it had been retired. */
export async function prepareUndo(
  session: Session,
  order: DeploymentOrder,
): Promise<Deployed | null> {
  const work = session.state().works[order.key];
  if (work?.rolls === true && work.phase !== 'undone') await restoreRoll(session, order, work);
  const isRestored = work?.rolls === true;
  if (isRestored || work?.phase !== 'settled') return describeCurrent(session);
  const restored = await startPrevious(session, order, work);
  return restored === null ? null : describe(restored, restored.slots);
}

async function removeCandidate(
  session: Session,
  order: DeploymentOrder,
  work: Work,
): Promise<void> {
  const { current, candidate } = session.state();
  if (candidate?.key !== order.key) throw foreignChange(order, 'beside it', order.key, candidate);
  if ((current?.key ?? null) !== (work.previous?.key ?? null)) {
    throw foreignChange(order, 'serving', work.previous?.key ?? 'none', current);
  }
  refuseDeadInstances(order, current);
  await recordWork(
    session,
    order,
    { ...work, phase: 'undone' },
    { candidate: null, retiring: [candidate] },
  );
  await finishRetiring(session);
}

async function goBack(session: Session, order: DeploymentOrder, work: Work): Promise<void> {
  const restored = await startPrevious(session, order, work);
  const taken = standingAs(session, 'current');
  await recordWork(
    session,
    order,
    { ...work, phase: 'undone' },
    { current: restored, candidate: null, retiring: [taken] },
  );
  await finishRetiring(session);
}

async function startPrevious(
  session: Session,
  order: DeploymentOrder,
  { previous }: Work,
): Promise<Standing | null> {
  const { current, candidate } = session.state();
  if (current?.key !== order.key) throw foreignChange(order, 'serving', order.key, current);
  if (candidate !== null && candidate.key !== previous?.key) {
    throw foreignChange(order, 'beside it', 'none', candidate);
  }
  if (previous === null) return null;
  if (candidate === null) await session.change({ candidate: { ...previous, slots: [] } });
  await startVersion(session, 'candidate');
  return standingAs(session, 'candidate');
}

/**
 * What is taken back may have died, that is often the reason. What is gone back to may not: users
 * would be left with less than there was, and nobody would know.
 */
function refuseDeadInstances(order: DeploymentOrder, current: Standing | null): void {
  const dead = current?.slots.filter(({ process }) => process === null || !isRunning(process));
  if (current === null || dead === undefined || dead.length === 0) return;
  const pids = dead.map(({ process }) => process?.pid ?? 'unknown').join(', ');
  throw new StepFailure(
    'needs-person',
    'deployer/foreign-change',
    `Undoing ${order.key} would go back to ${nameOf(current)}, but of its ` +
      `${current.slots.length} instances ${dead.length} no longer run (process ${pids}).`,
    'Start them again (`npm start` does) and repeat the undo.',
  );
}

function describeCurrent(session: Session): Promise<Deployed | null> {
  return describeLiving(session.state().current, session.context);
}

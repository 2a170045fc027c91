import type { DeploymentOrder } from '../../../activities/ports/deployer.ts';
import { spentKey } from '../place/check-order.ts';
import { unpackArtifact } from '../place/unpack-artifact.ts';
import { foreignChange } from './foreign-change.ts';
import { isSame, orderedVersion } from './ordered-version.ts';
import { finishRetiring, type Role, recordWork, type Session, standingAs } from './session.ts';
import { allNumbers, startVersion } from './start-version.ts';
import { versionOf, type Work } from './state.ts';

/** Makes what is ordered run at these targets, in the places of what runs there. */
export async function replaceTargets(
  session: Session,
  order: DeploymentOrder,
  ordinals: readonly number[],
): Promise<void> {
  const work = await beginRoll(session, order);
  await moveTargets(session, 'current', 'candidate', ordinals);
  const isDone = standingAs(session, 'current').slots.length === 0;
  if (isDone && work.phase === 'applying') {
    await recordWork(session, order, { ...work, phase: 'applied' });
  }
}

/**
 * What runs at these targets in one role is stopped, and after it has ended the other role's
 * version starts there: never do two of them run at one target.
 */
export async function moveTargets(
  session: Session,
  from: Role,
  to: Role,
  ordinals: readonly number[],
): Promise<void> {
  const leaving = standingAs(session, from);
  const slots = leaving.slots.filter(({ slot }) => ordinals.includes(slot));
  if (slots.length > 0) {
    const staying = leaving.slots.filter(({ slot }) => !ordinals.includes(slot));
    await session.change({
      [from]: { ...leaving, slots: staying },
      retiring: [...session.state().retiring, { ...leaving, slots }],
    });
  }
  await finishRetiring(session);
  const wanted = allNumbers(standingAs(session, to));
  await startVersion(
    session,
    to,
    wanted.filter((number) => ordinals.includes(number)),
  );
}

/** The intent is recorded, with what is gone back to, before the first target is touched. */
async function beginRoll(session: Session, order: DeploymentOrder): Promise<Omit<Work, 'digest'>> {
  const work = session.state().works[order.key];
  const { current, candidate } = session.state();
  if (work !== undefined) {
    if (work.phase === 'undone') throw spentKey(order);
    if (work.rolls === true && candidate?.key === order.key && current !== null) return work;
    throw foreignChange(order, 'beside it', order.key, candidate);
  }
  const ordered = orderedVersion(order);
  if (candidate !== null) throw foreignChange(order, 'beside it', 'none', candidate);
  if (current === null || isSame(current, ordered)) {
    throw foreignChange(order, 'serving', 'another version', current);
  }
  await unpackArtifact(session.folder, order.artifact);
  const begun = { phase: 'applying', previous: versionOf(current), rolls: true } as const;
  await recordWork(session, order, begun, { candidate: { ...ordered, slots: [] } });
  return begun;
}

import type { Applied, DeploymentOrder } from '../../../activities/ports/deployer.ts';
import { StepFailure } from '../../../activities/ports/failures.ts';
import { withWork } from '../place/at-place.ts';
import { spentKey } from '../place/check-order.ts';
import { unpackArtifact } from '../place/unpack-artifact.ts';
import { describe, nameOf } from './describe.ts';
import { foreignChange } from './foreign-change.ts';
import { isSame, orderedVersion } from './ordered-version.ts';
import { probeAll } from './probe.ts';
import { recordWork, type Session, standingAs } from './session.ts';
import { startVersion } from './start-version.ts';
import { type Standing, versionOf, type Work } from './state.ts';

/** Starts the ordered version beside what serves, or goes on where an earlier call had got to. */
export async function apply(session: Session, order: DeploymentOrder): Promise<Applied> {
  const work = session.state().works[order.key];
  switch (work?.phase) {
    case 'undone':
    case 'handed-over':
      throw spentKey(order);
    case 'settled':
    case 'unneeded':
      return alreadyServing(session, order, work);
    case 'applying':
    case 'applied':
      if (work.rolls === true)
        throw foreignChange(order, 'serving', order.key, session.state().current);
      return bringUp(session, order, work);
    case undefined:
      return begin(session, order);
  }
}

async function begin(session: Session, order: DeploymentOrder): Promise<Applied> {
  const ordered = orderedVersion(order);
  const { current, candidate } = session.state();
  if (candidate !== null) return takeOver(session, order, candidate);
  if (current !== null && isSame(current, ordered) && (await serves(session, current))) {
    const work = { phase: 'unneeded', previous: versionOf(current) } as const;
    await recordWork(session, order, work);
    return alreadyServing(session, order, work);
  }
  // Unpacking comes before the intent: wrong bytes then leave nothing behind that must be undone.
  await unpackArtifact(session.folder, order.artifact);
  const previous = current === null ? null : versionOf(current);
  const work = { phase: 'applying', previous } as const;
  await recordWork(session, order, work, { candidate: { ...ordered, slots: [] } });
  return bringUp(session, order, work);
}

async function bringUp(
  session: Session,
  order: DeploymentOrder,
  work: Omit<Work, 'digest'>,
): Promise<Applied> {
  const started = await startVersion(session, 'candidate');
  const changed = started || work.phase !== 'applied';
  if (work.phase !== 'applied') await recordWork(session, order, { ...work, phase: 'applied' });
  const candidate = standingAs(session, 'candidate');
  const { current } = session.state();
  return {
    previous: current === null ? null : describe(current, current.slots),
    candidate: describe(candidate, candidate.slots),
    changed,
  };
}

/** A person's next attempt at the same content goes on with the candidate that is there. */
async function takeOver(
  session: Session,
  order: DeploymentOrder,
  candidate: Standing,
): Promise<Applied> {
  const earlier = session.state().works[candidate.key];
  // What stands there for an undo belongs to that undo, although it is the same version.
  const isUnsettled = earlier?.phase === 'applying' || earlier?.phase === 'applied';
  if (!isUnsettled || !isSame(candidate, orderedVersion(order))) {
    throw new StepFailure(
      'needs-person',
      'deployer/occupied',
      `Beside what serves ${order.component} in ${order.environment} stands ` +
        `${nameOf(candidate)}, brought there under the key ${candidate.key}; ordered is ` +
        `${order.artifact.version} (${order.artifact.digest}) under the key ${order.key}.`,
      'Settle or undo the deployment that stands there, then repeat this one.',
    );
  }
  const handedOver = { ...earlier, phase: 'handed-over' } as const;
  const work = { phase: 'applying', previous: earlier.previous } as const;
  await recordWork(session, order, work, {
    candidate: { ...candidate, key: order.key },
    works: withWork<Work>(session.state().works, candidate.key, handedOver),
  });
  return bringUp(session, order, work);
}

function alreadyServing(
  session: Session,
  order: DeploymentOrder,
  work: Omit<Work, 'digest'>,
): Applied {
  const { current } = session.state();
  if (current === null || current.digest !== order.artifact.digest) {
    throw new StepFailure(
      'terminal',
      'deployer/overtaken',
      `The deployment ${order.key} was done, and ${nameOf(current)} has taken its place since.`,
      'To deploy it again, let a person start another attempt: it has a key of its own.',
    );
  }
  return {
    previous: work.previous === null ? null : describe(work.previous, []),
    candidate: describe(current, current.slots),
    changed: false,
  };
}

/**
 * Whether every instance of what is current lives and answers: only then is there nothing to do.
 */
async function serves(session: Session, current: Standing): Promise<boolean> {
  const probes = await probeAll(current, session.context);
  return probes.length > 0 && probes.every(({ ready }) => ready);
}

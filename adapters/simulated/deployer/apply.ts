import { setTimeout as sleep } from 'node:timers/promises';
import type { Applied } from '../../../activities/ports/deployer.ts';
import { StepFailure } from '../../../activities/ports/failures.ts';
import { spentKey, throwIfStopped } from '../../deployers/place/check-order.ts';
import { verifyArchive } from '../../deployers/place/unpack-artifact.ts';
import { describe, describeVersion, recordWork, requireStanding, type Session } from './session.ts';
import type { Version, Work } from './state.ts';

const lookEveryMs = 50;

/** Brings the ordered version, or goes on where an earlier call had got to. */
export async function apply(session: Session): Promise<Applied> {
  const { order, state, context } = session;
  const work = state().works[order.key];
  if (work?.phase === 'undone') throw spentKey(order);
  throwIfStopped(context);
  if (work === undefined || work.phase === 'applying') return bring(session, work);
  await requireStanding(session, orderedOf(session));
  return answer(session, work, false);
}

/** The ordered version, as it is recorded. */
export function orderedOf({ order }: Session): Version {
  const { digest, version } = order.artifact;
  return { key: order.key, digest, version };
}

async function bring(session: Session, begun: Work | undefined): Promise<Applied> {
  const { order, state, world } = session;
  const { digest, path } = order.artifact;
  const { current } = state();
  const serves = begun === undefined && current?.digest === digest;
  const work = begun ?? {
    digest,
    phase: 'applying' as const,
    previous: current,
    changed: !serves,
  };
  // What was there before must be known for the way back, so it is recorded before anything acts.
  if (begun === undefined) await recordWork(session, work);
  if (path !== null) await verifyArchive(path, digest);
  if (!work.changed) {
    await recordWork(session, { ...work, phase: 'applied' });
    return answer(session, work, false);
  }
  await misbehave(session);
  if (session.behaviour !== 'lies') await world.bring(order, orderedOf(session));
  await requireBrought(session);
  await recordWork(session, { ...work, phase: 'applied' }, { candidate: orderedOf(session) });
  return answer(session, work, true);
}

async function misbehave({ behaviour, context, order }: Session): Promise<void> {
  if (behaviour === 'hangs') {
    while (!context.signal.aborted) {
      context.heartbeat('the simulated tool hangs');
      await sleep(lookEveryMs);
    }
    throwIfStopped(context);
  }
  if (behaviour !== 'fails') return;
  throw new StepFailure(
    'terminal',
    'deployer/simulated-failure',
    `The deployment of ${order.component} in ${order.environment} was chosen to fail.`,
    'In life: read what the tool says, mend the cause, and send retry.',
  );
}

async function requireBrought({ world, order }: Session): Promise<void> {
  const { digest } = order.artifact;
  const standing = await world.standing(order);
  if (standing.some((known) => known.digest === digest)) return;
  throw new StepFailure(
    'terminal',
    'deployer/not-confirmed',
    `The simulated tool said that it was done, but ${digest} does not stand there.`,
    'Undo takes back whatever it did.',
  );
}

function answer(session: Session, work: Work, changed: boolean): Applied {
  const { order } = session;
  return {
    previous: describe(work.previous, order),
    candidate: describeVersion(orderedOf(session), order),
    changed,
  };
}

import type { Undone } from '../../../activities/ports/deployer.ts';
import { StepFailure } from '../../../activities/ports/failures.ts';
import type { Deployed } from '../../../domain/deployment/deployment.ts';
import { describe, foreignChange, recordWork, requireStanding, type Session } from './session.ts';
import type { Work } from './state.ts';

/** Makes what `undo` goes back to stand again, beside what serves. */
export async function prepareUndo(session: Session): Promise<Deployed | null> {
  const { order, state, world } = session;
  const work = state().works[order.key];
  if (work === undefined || work.phase === 'undone') return describe(state().current, order);
  refuseLaterKey(session, work);
  if (work.phase === 'settled' && work.previous !== null) await world.bring(order, work.previous);
  return describe(work.previous, order);
}

/** Takes back what was done under the order's key, however far it had got, and nothing else. */
export async function undo(session: Session): Promise<Undone> {
  const { order, state, world } = session;
  const { works, current } = state();
  const work = works[order.key];
  if (work?.phase === 'undone') return { current: describe(current, order), changed: false };
  if (work === undefined || !work.changed) {
    const spent = { phase: 'undone', previous: current, changed: false } as const;
    await recordWork(session, spent);
    return { current: describe(current, order), changed: false };
  }
  refuseLaterKey(session, work);
  if (work.phase !== 'settled') await requireStanding(session, work.previous);
  refuseToFail(session);
  const stood = (await world.standing(order)).some(({ digest }) => digest === work.digest);
  if (work.previous !== null) await world.bring(order, work.previous);
  await world.remove(order, work.digest);
  const back = { current: work.previous, candidate: null };
  await recordWork(session, { ...work, phase: 'undone' }, back);
  return { current: describe(work.previous, order), changed: stood };
}

/** Another key that came later has to be taken back first: its work rests on this one's. */
function refuseLaterKey({ order, state }: Session, { phase, previous }: Work): void {
  const { current } = state();
  const expected = phase === 'settled' ? order.key : (previous?.key ?? null);
  if ((current?.key ?? null) === expected) return;
  const found = current === null ? 'nothing' : `${current.version} (${current.digest})`;
  throw foreignChange(
    order,
    `what the key ${expected ?? 'none'} brought`,
    `${found}, brought there under the key ${current?.key ?? 'none'}`,
  );
}

function refuseToFail({ behaviour, order }: Session): void {
  if (behaviour !== 'fails') return;
  throw new StepFailure(
    'needs-person',
    'deployer/simulated-failure',
    `Taking ${order.component} back in ${order.environment} was chosen to fail.`,
    'In life: repair it by hand or with the tool.',
  );
}

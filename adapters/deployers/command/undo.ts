import type { DeploymentOrder, Undone } from '../../../activities/ports/deployer.ts';
import { StepFailure } from '../../../activities/ports/failures.ts';
import { type PlaceSession, withWork } from '../place/at-place.ts';
import { describe } from './apply.ts';
import { act, ask, recordWork, type Session } from './session.ts';
import {
  nameOf,
  type PlaceState,
  sameObservation,
  standingOf,
  type ToolObservation,
  type Work,
} from './state.ts';

/** Lets the tool take back exactly what was done under the order's key, however far it had got. */
export async function undo(session: Session): Promise<Undone> {
  const { works, current } = session.state();
  const work = works[session.order.key];
  const now = await ask(session);
  if (work === undefined || work.before === null || work.phase === 'undone') {
    return { current: describe(standingOf(now, current)), changed: false };
  }
  refuseLaterKey(session, work);
  if (!sameObservation(now, work.before)) {
    refuseForeignState(session, work, now);
    await recordWork(session, { ...work, phase: 'undoing' });
    await act(session, 'undo', work);
    refuseIncomplete(work.before, await ask(session));
  }
  await recordWork(session, { ...work, phase: 'undone' }, { current: work.previous });
  return { current: describe(work.previous), changed: !sameObservation(now, work.before) };
}

/**
 * Spends a key under which nothing was done, so that a late `apply` is refused. The tool is left
 * alone: it may come with an artifact that never was good.
 */
export async function spendKey(
  place: PlaceSession<PlaceState>,
  order: DeploymentOrder,
): Promise<void> {
  const { works, current } = place.state();
  const { digest } = order.artifact;
  const spent: Work = { ...nothingDone, digest, previous: current };
  await place.change({ works: withWork<Work>(works, order.key, spent) });
}

const nothingDone = { phase: 'undone', before: null, servedKey: null, after: null } as const;

/** Another key that came later has to be taken back first: its work rests on this one's. */
function refuseLaterKey({ state, order }: Session, work: Work): void {
  const { current } = state();
  const found = current?.key ?? null;
  const expected = work.after === null ? work.servedKey : order.key;
  if (found === expected) return;
  throw new StepFailure(
    'needs-person',
    'deployer/foreign-change',
    `Since ${order.key} was applied, ${order.component} in ${order.environment} has changed: ` +
      `expected what the key ${expected ?? 'none'} brought, found ` +
      `${current === null ? 'nothing' : `${current.version} (${current.digest})`}, ` +
      `brought there under the key ${found ?? 'none'}.`,
    'Take the later change back by its own key or keep it, then repeat the undo.',
  );
}

/** Half-done work may look like anything; finished work looks as it was left, or is not ours. */
function refuseForeignState({ order }: Session, work: Work, now: ToolObservation): void {
  if (work.after === null || work.phase === 'undoing') return;
  if (sameObservation(now, work.after)) return;
  throw new StepFailure(
    'needs-person',
    'deployer/foreign-change',
    `${order.key} left ${nameOf(work.after)} for ${order.component} in ${order.environment}, but ` +
      `the tool now reports ${nameOf(now)}. Undoing would go back to ` +
      `${nameOf(work.before ?? now)}.`,
    'Find out who changed it and bring it back to what was left, then repeat the undo.',
  );
}

function refuseIncomplete(before: ToolObservation, now: ToolObservation): void {
  if (sameObservation(now, before)) return;
  throw new StepFailure(
    'needs-person',
    'deployer/undo-incomplete',
    `The command for undo ended well, but \`observe\` reports ${nameOf(now)}; before the ` +
      `deployment it was ${nameOf(before)}.`,
    'Find out what the tool left, repair it, and repeat the undo.',
  );
}

import type { Applied } from '../../../activities/ports/deployer.ts';
import { StepFailure } from '../../../activities/ports/failures.ts';
import type { Deployed } from '../../../domain/deployment/deployment.ts';
import { spentKey } from '../place/check-order.ts';
import { answersOrder, type ToolAnswer } from './observe-tool.ts';
import { act, ask, recordWork, type Session } from './session.ts';
import { nameOf, type Standing, sameObservation, standingOf, type Work } from './state.ts';

/** Lets the tool bring the ordered version, or goes on where an earlier call had got to. */
export async function apply(session: Session): Promise<Applied> {
  const work = session.state().works[session.order.key];
  if (work?.phase === 'undone' || work?.phase === 'undoing') throw spentKey(session.order);
  const now = await ask(session);
  if (work === undefined) return begin(session, now);
  if (work.phase !== 'applying') return unchanged(session, work, now);
  // A call was killed or lost its answer; the tool knows whether the work was done.
  const { current } = session.state();
  if (answersOrder(now, session.order, current) === 'yes') return finish(session, work, now, true);
  return run(session, work);
}

/** A version in the words of the port. What a tool brings has no addresses that it could name. */
export function describe(standing: Standing | null): Deployed | null {
  if (standing === null) return null;
  return { digest: standing.digest, version: standing.version, instances: [] };
}

async function begin(session: Session, now: ToolAnswer): Promise<Applied> {
  const { current } = session.state();
  const before = { digest: now.digest, version: now.version };
  const work = {
    digest: session.order.artifact.digest,
    phase: 'applying',
    before,
    previous: standingOf(before, current),
    servedKey: current?.key ?? null,
    after: null,
  } as const;
  // What was there before must be known for the way back, so it is recorded before anything acts.
  await recordWork(session, work);
  const isThere = answersOrder(now, session.order, current) === 'yes';
  if (isThere) return finish(session, work, now, false);
  return run(session, work);
}

async function run(session: Session, work: Work): Promise<Applied> {
  await act(session, 'apply', work);
  const now = await ask(session);
  if (answersOrder(now, session.order, session.state().current) !== 'no') {
    return finish(session, work, now, true);
  }
  const missing = now.pending?.map(String).join(', ') ?? session.order.artifact.digest;
  throw new StepFailure(
    'terminal',
    'deployer/not-confirmed',
    `The command for apply ended well, but \`observe\` reports ${nameOf(now)}; still ` +
      `missing is ${missing}.`,
    'Find out what the tool did. Undo takes back what it reports beyond what was there before.',
  );
}

async function finish(
  session: Session,
  work: Work,
  now: ToolAnswer,
  changed: boolean,
): Promise<Applied> {
  const { digest, version } = session.order.artifact;
  const after = { digest: now.digest, version: now.version };
  const current = { key: session.order.key, digest, version, observed: after };
  const tools = session.artifactFolder === null ? session.state().tools : digest;
  await recordWork(session, { ...work, phase: 'applied', after }, { current, tools });
  return {
    previous: describe(work.previous),
    candidate: { digest, version, instances: [] },
    changed,
  };
}

function unchanged(session: Session, work: Work, now: ToolAnswer): Applied {
  const { current } = session.state();
  const { digest, version } = session.order.artifact;
  const isAsLeft = work.after !== null && sameObservation(work.after, now);
  if (current?.key === session.order.key && isAsLeft) {
    return {
      previous: describe(work.previous),
      candidate: { digest, version, instances: [] },
      changed: false,
    };
  }
  throw new StepFailure(
    'needs-person',
    'deployer/foreign-change',
    `${session.order.key} was applied and left ${nameOf(work.after ?? now)}; now the tool ` +
      `reports ${nameOf(now)}, and the last key recorded is ${current?.key ?? 'none'}.`,
    'Find out who changed it. To deploy again, let a person start another attempt.',
  );
}

import { condition } from '@temporalio/workflow';
import { givenTimeMs } from '../domain/approval/given-time.ts';
import type { CommandContent } from '../domain/approval/statement.ts';
import { receiveStatement } from '../domain/release/receive-statement.ts';
import type { Reception, VerifiedStatement } from '../domain/release/reception.ts';
import { steadfast } from './activity-proxies.ts';
import type { Message } from './contract.ts';
import { reactions } from './reactions.ts';
import { isSigned, refuse, whyHopeless } from './refuse.ts';
import type { Answer, ReleaseRun } from './release-run.ts';
import { isBurst, siftInbox } from './sift-inbox.ts';
import { takeDeviation } from './take-deviation.ts';
import { takeGrant, takeRecall } from './take-grant.ts';
import { takeRevision } from './take-revision.ts';
import { takeLateDecision } from './use-bypasses.ts';

/** Looks at one message after the other, for as long as the run lives. */
export async function consumeInbox(run: ReleaseRun): Promise<never> {
  /** Messages at the head of the inbox that have been looked through. */
  let sifted = 0;
  for (;;) {
    await condition(() => run.inbox.length > 0);
    if (sifted === 0 && isBurst(run)) {
      sifted = await siftInbox(run);
      run.tellCounted();
      await run.journal.flush();
      continue;
    }
    sifted = Math.max(sifted - 1, 0);
    const [message] = run.inbox;
    if (message === undefined) continue;
    await takeIn(run, message);
    run.inbox.shift();
    run.tellCounted();
    // A story that goes on takes along what moved it; what moves nothing is recorded by itself.
    await reactions();
    await run.journal.flushUncarried();
  }
}

async function takeIn(run: ReleaseRun, message: Message): Promise<void> {
  const { signal, payload } = message;
  const hopeless = whyHopeless(run, message);
  if (hopeless !== null) return refuse(run, null, signal, hopeless);
  if (signal === 'lease-recalled') return takeRecall(run, payload);
  if (!isSigned(payload)) return takeGrant(run, payload);
  const verified = await steadfast(`Verify a ${signal}`).verifyStatement({ jws: payload.jws });
  if ('refused' in verified) return refuse(run, null, signal, verified.refused);
  // A revision is taken between two things and never in the midst of one: what has just been heard
  // has its effect first.
  if (verified.statement.kind === 'revision') await reactions();
  takeStatement(run, signal, verified, verified.forbidden ?? null);
}

function takeStatement(
  run: ReleaseRun,
  signal: string,
  verified: VerifiedStatement,
  forbidden: { readonly code: string; readonly reason: string } | null,
): void {
  const { statement, digest } = verified;
  if (run.state.receipts.some(({ id }) => id === statement.id)) return run.countRefusal();
  const reception: Reception =
    statement.kind === signal
      ? receiveStatement(run.release, run.plan, run.state, verified, new Date().toISOString())
      : { outcome: 'refused', code: 'signal/other-kind', reason: `It is a ${statement.kind}.` };
  if (reception.outcome === 'refused') {
    const { code, reason } = reception;
    return refuse(run, statement.id, signal, { code, reason });
  }
  // The rules of the release come first: no policy that is applied can switch them off.
  if (forbidden !== null) return refuse(run, statement.id, signal, forbidden);
  const { outcome: _, ...received } = reception;
  const { id, kind, by } = statement;
  run.journal.record({ type: 'statement.accepted', id, kind, digest, by, ...received });
  takeDeviation(run, statement, digest);
  takeRevision(run, statement, verified);
  takeLateDecision(run, statement);
  if (statement.kind === 'command') obey(run, { by, statement: digest }, statement.content);
}

/** Who said something, and the digest of the signed statement. */
type Said = Pick<Answer, 'by' | 'statement'>;

function obey(run: ReleaseRun, said: Said, content: CommandContent): void {
  const { by } = said;
  const { command, target } = content;
  switch (command) {
    case 'pause':
      return run.journal.record({ type: 'release.paused', by });
    case 'resume':
      return run.journal.record({ type: 'release.resumed', by });
    case 'rollback':
      return run.interrupt({ reason: 'a person asked for it.', by, thenOutcome: 'rolled-back' });
    case 'withdraw':
      return run.interrupt({ reason: 'a person withdrew it.', by, thenOutcome: 'withdrawn' });
    case 'complete-obligation':
      return run.journal.record({ type: 'obligation.met', obligation: target ?? '', by });
    case 'waive':
      return run.journal.record({ type: 'obligation.waived', obligation: target ?? '', by });
    case 'skip-task':
      return run.journal.record({ type: 'task.skipped', task: target ?? '', ...said });
    case 'extend':
      return extend(run, said, content);
    default:
      return run.give({ ...content, ...said });
  }
}

/**
 * An extended requirement gets as much time again as it was given at first; a watch is asked to go
 * on.
 */
function extend(run: ReleaseRun, said: Said, content: CommandContent): void {
  const requirement = run.state.requirements.find(({ id }) => id === content.target);
  if (requirement === undefined) return run.give({ ...content, ...said });
  const givenMs = givenTimeMs(run.plan, requirement.id) ?? 0;
  const deadline = new Date(Date.now() + givenMs).toISOString();
  run.journal.record({ type: 'requirement.extended', requirement: requirement.id, deadline });
}

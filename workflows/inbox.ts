import { condition } from '@temporalio/workflow';
import { givenTimeMs } from '../domain/approval/given-time.ts';
import type { CommandContent } from '../domain/approval/statement.ts';
import { receiveStatement } from '../domain/release/receive-statement.ts';
import type { Reception, VerifiedStatement } from '../domain/release/reception.ts';
import { steadfast } from './activity-proxies.ts';
import { type Message, statementSignals } from './contract.ts';
import type { ReleaseRun } from './release-run.ts';

/**
 * Beyond this many recorded refusals a release only counts on: a storm must not fill its history.
 */
const recordedRefusalLimit = 100;

/** Looks at one message after the other, for as long as the run lives. */
export async function consumeInbox(run: ReleaseRun): Promise<never> {
  for (;;) {
    await condition(() => run.inbox.length > 0);
    const [message] = run.inbox;
    if (message === undefined) continue;
    await takeIn(run, message);
    run.inbox.shift();
    // A story that goes on takes along what moved it; what moves nothing is recorded by itself.
    await reactions();
    await run.journal.flushUncarried();
  }
}

/**
 * Resolves when whatever waited for what was just recorded has gone as far as it can. Conditions
 * are looked at after all that is ready has run, so the second look comes after the first has had
 * its effect.
 */
async function reactions(): Promise<void> {
  for (let look = 0; look < 2; look += 1) {
    let later = false;
    const looked = condition(() => later);
    later = true;
    await looked;
  }
}

async function takeIn(run: ReleaseRun, message: Message): Promise<void> {
  const { signal, payload } = message;
  if (signal === 'lease-granted') return takeGrant(run, payload);
  if (!(signal in statementSignals)) {
    return refuse(run, null, signal, 'signal/unknown', `Nobody sends a signal called ${signal}.`);
  }
  if (run.state.refusals >= recordedRefusalLimit && !isSigned(payload)) return;
  if (!isSigned(payload)) {
    return refuse(run, null, signal, 'signal/undecodable', 'It holds no signed statement.');
  }
  const { jws } = payload;
  const verified = await steadfast(`Verify a ${signal}`).verifyStatement({ jws });
  if ('refused' in verified) {
    return refuse(run, null, signal, verified.refused.code, verified.refused.reason);
  }
  takeStatement(run, signal, verified);
}

function takeStatement(run: ReleaseRun, signal: string, verified: VerifiedStatement): void {
  const { statement, digest } = verified;
  if (run.state.receipts.some(({ id }) => id === statement.id)) return;
  const reception: Reception =
    statement.kind === signal
      ? receiveStatement(run.release, run.plan, run.state, verified, new Date().toISOString())
      : { outcome: 'refused', code: 'signal/other-kind', reason: `It is a ${statement.kind}.` };
  if (reception.outcome === 'refused') {
    return refuse(run, statement.id, signal, reception.code, reception.reason);
  }
  const { says, about, evidence, reason } = reception;
  const { id, kind, by } = statement;
  run.journal.record({
    type: 'statement.accepted',
    id,
    kind,
    digest,
    by,
    says,
    about,
    evidence,
    reason,
  });
  if (statement.kind === 'command') obey(run, by, statement.content);
}

function obey(run: ReleaseRun, by: string, content: CommandContent): void {
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
    case 'extend':
      return extend(run, by, content);
    default:
      return run.give({ ...content, by });
  }
}

/**
 * An extended requirement gets as much time again as it was given at first; a watch is asked to go
 * on.
 */
function extend(run: ReleaseRun, by: string, content: CommandContent): void {
  const requirement = run.state.requirements.find(({ id }) => id === content.target);
  if (requirement === undefined) return run.give({ ...content, by });
  const givenMs = givenTimeMs(run.plan, requirement.id) ?? 0;
  const deadline = new Date(Date.now() + givenMs).toISOString();
  run.journal.record({ type: 'requirement.extended', requirement: requirement.id, deadline });
}

/**
 * Believes the grant that was asked for: whoever forges one gains nothing, because each step that
 * touches the environment asks the records who holds it.
 */
function takeGrant(run: ReleaseRun, payload: unknown): void {
  if (!isGrant(payload)) {
    const reason = 'It names no environment and fencing number.';
    return refuse(run, null, 'lease-granted', 'lease/undecodable', reason);
  }
  const { environment, fence } = payload;
  const known = run.state.leases.find((lease) => lease.environment === environment);
  if (known?.status !== 'requested') return;
  run.journal.record({ type: 'lease.granted', environment, fence });
}

function refuse(
  run: ReleaseRun,
  id: string | null,
  signal: string,
  code: string,
  reason: string,
): void {
  if (run.state.refusals >= recordedRefusalLimit && id === null) return;
  run.journal.record({ type: 'statement.refused', id, signal: signal.slice(0, 64), code, reason });
}

function isSigned(payload: unknown): payload is { jws: string } {
  return (
    typeof payload === 'object' &&
    payload !== null &&
    'jws' in payload &&
    typeof payload.jws === 'string'
  );
}

function isGrant(payload: unknown): payload is { environment: string; fence: number } {
  return (
    typeof payload === 'object' &&
    payload !== null &&
    'environment' in payload &&
    'fence' in payload &&
    typeof payload.environment === 'string' &&
    typeof payload.fence === 'number'
  );
}

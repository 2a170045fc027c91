import {
  ApplicationFailure,
  CancellationScope,
  setDefaultSignalHandler,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { decideWithinMs } from '../domain/access/access.ts';
import { requestDigest } from '../domain/access/act.ts';
import { applyAccessFact } from '../domain/access/apply-fact.ts';
import type { AccessFact } from '../domain/access/event.ts';
import type { AccessPhase } from '../domain/access/state.ts';
import { whyNotAsked } from '../domain/access/why-not-asked.ts';
import { AccessRun, accessSteps } from './access-run.ts';
import {
  type AccessInput,
  accessActSignal,
  accessQuery,
  accessWorkflowId,
  receiptQuery,
} from './contract.ts';
import { letIn } from './let-in.ts';
import { isSigned } from './refuse.ts';
import { takeAway } from './take-away.ts';
import { waitUntil } from './wait-for.ts';

/**
 * One access: waits for the decision of a second person, lets the first one in, and takes it away
 * again whatever happens. Time alone never grants. Nothing stops it from taking away: calling it
 * off in Temporal takes away at once, and what somebody terminates is started again by the
 * reconciler and goes on by what is recorded.
 */
export async function accessWorkflow({ access, request }: AccessInput): Promise<AccessPhase> {
  if (workflowInfo().workflowId !== accessWorkflowId(access)) {
    throw ApplicationFailure.nonRetryable(`This is not the workflow of ${access}.`);
  }
  const inbox: unknown[] = [];
  const holder: { run: AccessRun | null } = { run: null };
  setHandler(accessActSignal, (payload) => {
    inbox.push(payload);
  });
  setDefaultSignalHandler(() => {});
  setHandler(accessQuery, () => holder.run?.state ?? null);
  setHandler(receiptQuery, (id) => holder.run?.receiptOf(id) ?? null);
  const asking = CancellationScope.current();
  return CancellationScope.nonCancellable(async () => {
    const run = await begin(access, request, inbox);
    holder.run = run;
    if (asking.consideredCancelled) run.isCancelled = true;
    asking.cancelRequested.catch(() => {
      run.isCancelled = true;
    });
    await run.flush();
    await awaitDecision(run);
    await letIn(run);
    await takeAway(run);
    await run.serve();
    await run.flush();
    await run.told();
    return run.state.phase;
  });
}

/** What is recorded already, or else what was asked for, if somebody has signed it. */
async function begin(access: string, request: unknown, inbox: unknown[]): Promise<AccessRun> {
  const recorded = await accessSteps('What is recorded of it?').recallAccess({ access });
  if (recorded !== null) return new AccessRun(recorded, inbox, []);
  if (!isSigned(request)) throw unasked('It holds no signed statement.');
  const { jws } = request;
  const asked = await accessSteps('Who asks?').verifyAccessAct({ access, jws, request: null });
  if ('refused' in asked) throw unasked(asked.refused.reason);
  const { act, digest, offered } = asked;
  const at = new Date().toISOString();
  if (act.act !== 'ask' || act.subjectDigest !== requestDigest(act.request)) {
    throw unasked('It asks for nothing.');
  }
  if (Date.parse(at) >= Date.parse(act.expiresAt)) throw unasked('It was signed too long ago.');
  const refusal = whyNotAsked(act.request, offered, at);
  if (refusal !== null) throw unasked(refusal.reason);
  const latest = Math.min(Date.parse(at) + decideWithinMs, Date.parse(act.request.until));
  const fact: AccessFact = {
    seq: 1,
    at,
    event: {
      type: 'access.asked',
      request: act.request,
      decideBy: new Date(latest).toISOString(),
      id: act.id,
      by: act.by,
      statement: digest,
    },
  };
  return new AccessRun(applyAccessFact(access, null, fact), inbox, [fact]);
}

function unasked(reason: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`Nobody has asked for this. ${reason}`, 'access/unasked');
}

/** Until somebody has decided, or nobody has in time. */
async function awaitDecision(run: AccessRun): Promise<void> {
  while (run.state.phase === 'asked') {
    const { decideBy } = run.state;
    const isHeard = () => run.inbox.length > 0 || run.isCancelled;
    await waitUntil(decideBy, isHeard, 'Somebody grants or refuses it. Then it expires.');
    await run.serve();
    const isLate = Date.now() >= Date.parse(decideBy);
    if (run.state.phase === 'asked' && (isLate || run.isCancelled)) {
      run.record({ type: 'access.expired' });
    }
    await run.flush();
    await run.continueWhenLong();
  }
}

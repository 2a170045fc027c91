import {
  ApplicationFailure,
  CancellationScope,
  setDefaultSignalHandler,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { loweringEvents } from '../domain/deviation/lowering-events.ts';
import { nextStage } from '../domain/release/next-stage.ts';
import { initialState } from '../domain/release/state.ts';
import { isGoingBack } from '../domain/rollback/way-back.ts';
import { steadfast } from './activity-proxies.ts';
import { continueWhenQuiet, continueWhileResting } from './continue-run.ts';
import {
  calendarChangedSignal,
  leaseGrantedSignal,
  leaseRecalledSignal,
  type Message,
  type ReleaseInput,
  receiptQuery,
  releaseWorkflowId,
  statementSignals,
  stateQuery,
} from './contract.ts';
import { followRevision } from './follow-revision.ts';
import { giveWayWhenAsked } from './give-way.ts';
import { heedAlerts } from './heed-alerts.ts';
import { consumeInbox } from './inbox.ts';
import { isTimeToContinue, Journal } from './journal.ts';
import { ReleaseRun } from './release-run.ts';
import { goBack, rollBack } from './roll-back.ts';
import { runStage } from './run-stage.ts';
import { tell } from './tell.ts';

/** One release, from its sealed plan to its closed review. Returns how it ended. */
export async function releaseWorkflow(input: ReleaseInput): Promise<string> {
  if (workflowInfo().workflowId !== releaseWorkflowId(input.release)) {
    throw ApplicationFailure.nonRetryable(`This is not the workflow of ${input.release}.`);
  }
  const journal = new Journal(input.release, input.carried?.state ?? initialState(), []);
  const inbox: Message[] = [];
  const calendar = answerMessages(journal, inbox);
  // What a run before this one deployed must not be left alone by a cancel that comes while it
  // opens.
  const run = await CancellationScope.nonCancellable(() => open(input, journal, inbox));
  calendar.onChange = () => {
    run.calendarEdition += 1;
  };
  obeyHandBrake(run);
  return CancellationScope.nonCancellable(async () => {
    const inboxConsumer = consumeInbox(run);
    const others = [
      inboxConsumer,
      giveWayWhenAsked(run),
      continueWhileResting(run),
      heedAlerts(run),
    ];
    return Promise.race([...others, tellStory(run)]);
  });
}

/** Stage after stage; then the way back if there has to be one; then the end. */
async function tellStory(run: ReleaseRun): Promise<string> {
  // A run before this one was on the way back: it goes on going back.
  if (isGoingBack(run.state)) await goBack(run);
  for (let stage = nextStage(run.state); stage !== null; stage = nextStage(run.state)) {
    const interruption = await runStage(run, stage);
    if (interruption !== null) await rollBack(run, interruption);
    else if (run.isRevised) await followRevision(run);
    if (isTimeToContinue()) await continueWhenQuiet(run);
  }
  run.tellCounted(true);
  const outcome = run.state.rollback?.thenOutcome ?? 'released';
  await tell(run, 'Tell that it has ended', {
    kind: 'closed',
    audience: [],
    subject: `${run.plan.title}: ${outcome}`,
    text: `The release ${run.release} has ended: ${outcome}.`,
    key: `${run.release}/closed`,
  });
  run.journal.record({ type: 'release.closed', outcome });
  await run.journal.flush();
  return outcome;
}

async function open(input: ReleaseInput, journal: Journal, inbox: Message[]): Promise<ReleaseRun> {
  const { release, planDigest } = input;
  const sealed = steadfast('Load the sealed plan');
  const { plan, requestedBy, recorded } = await sealed.loadSealedPlan({ release, planDigest });
  // What a run was started with may be anybody's invention.
  // What was recorded by an older version knows less.
  journal.state = { ...initialState(), ...recorded };
  if (journal.state.seq === 0) {
    journal.record({
      type: 'release.started',
      planDigest,
      name: plan.name,
      title: plan.title,
      releaseClass: plan.releaseClass,
      requestedBy,
      services: plan.components.map(({ name }) => name),
      environments: plan.environments,
      stages: plan.stages.map(({ id, kind, environment }) => ({ id, kind, environment })),
    });
  }
  for (const event of loweringEvents(plan, journal.state)) journal.record(event);
  return new ReleaseRun({ release, planDigest, plan, journal, inbox });
}

/** Handlers only take messages in and never throw; `consumeInbox` looks at them one by one. */
function answerMessages(journal: Journal, inbox: Message[]): { onChange: () => void } {
  const calendar = { onChange: () => {} };
  setHandler(stateQuery, () => journal.state);
  setHandler(receiptQuery, (id) => journal.state.receipts.find((known) => known.id === id) ?? null);
  setHandler(calendarChangedSignal, () => calendar.onChange());
  setHandler(leaseGrantedSignal, (payload) => {
    inbox.push({ signal: 'lease-granted', payload });
  });
  setHandler(leaseRecalledSignal, (payload) => {
    inbox.push({ signal: 'lease-recalled', payload });
  });
  for (const [signal, definition] of Object.entries(statementSignals)) {
    setHandler(definition, (payload) => {
      inbox.push({ signal, payload });
    });
  }
  setDefaultSignalHandler((signal, payload) => {
    inbox.push({ signal, payload });
  });
  return calendar;
}

/**
 * A Temporal cancel is the operator's hand brake: it ends in the same way back as the command,
 * where there is one.
 */
function obeyHandBrake(run: ReleaseRun): void {
  CancellationScope.current().cancelRequested.catch(() => {
    const { phase } = run.state;
    if (phase === 'rolling-out') {
      const reason = 'the workflow was cancelled in Temporal.';
      return run.interrupt({ reason, by: null, thenOutcome: 'rolled-back' });
    }
    const reason = `It is ${phase}: there is no way back from here.`;
    const code = 'command/not-now';
    run.journal.record({ type: 'statement.refused', id: null, signal: 'cancel', code, reason });
    return run.journal.flush();
  });
}

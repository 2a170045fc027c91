import { condition } from '@temporalio/workflow';
import { followOnOf, isMetByDecisions } from '../../domain/deviation/late-decisions.ts';
import type { ReviewPolicy } from '../../domain/plan/policy.ts';
import type { StageOf } from '../../domain/plan/stage.ts';
import type { ObligationState } from '../../domain/release/state.ts';
import { isSettled, obligationsOf } from '../../domain/review/obligations.ts';
import type { ReleaseRun } from '../release-run.ts';
import { tell } from '../tell.ts';
import { waitUntil } from '../wait-for.ts';
import { waitForAll } from '../wait-for-all.ts';

/** Does not end before the review is held and the runbooks are brought up to date. */
export async function review(stage: StageOf<'review'>, run: ReleaseRun): Promise<string> {
  const known = new Set(run.state.obligations.map(({ id }) => id));
  const since = run.state.liveSince ?? new Date().toISOString();
  for (const obligation of obligationsOf(stage.review, run.state, since)) {
    if (known.has(obligation.obligation)) continue;
    run.journal.record({ type: 'obligation.opened', ...obligation });
  }
  const open = run.state.obligations.filter((obligation) => !isSettled(obligation));
  const telling = known.size === 0 ? [() => tellThatLive(run)] : [];
  const waiting = open.map((obligation) => () => awaitWithFollowOn(stage, run, obligation));
  await waitForAll([...telling, ...waiting]);
  return summaryOf(run.state.obligations);
}

/** Whoever the plan names hears that users have it for good; nobody of what was taken back. */
async function tellThatLive(run: ReleaseRun): Promise<void> {
  const { liveSince, rollback } = run.state;
  if (liveSince === null || rollback !== null) return;
  await tell(run, 'Tell that it is live', {
    kind: 'live',
    audience: [],
    subject: `${run.plan.title} is live`,
    text: `Users have ${run.plan.title} since ${liveSince}.`,
    key: `${run.release}/live`,
  });
}

function summaryOf(obligations: readonly ObligationState[]): string {
  const waived = obligations.filter(({ metAt }) => metAt === null).map(({ id }) => id);
  const met = `${obligations.length - waived.length} obligations are met`;
  return waived.length === 0 ? `${met}.` : `${met}; waived: ${waived.join(', ')}.`;
}

/** What was answered by a rejection leaves something else to do. */
async function awaitWithFollowOn(
  stage: StageOf<'review'>,
  run: ReleaseRun,
  obligation: ObligationState,
): Promise<void> {
  await awaitObligation(stage, run, obligation);
  const next = followOnOf(run.state, obligation);
  if (next !== undefined) await awaitObligation(stage, run, next);
}

async function awaitObligation(
  stage: StageOf<'review'>,
  run: ReleaseRun,
  { id, title, owner, due, mandatoryBecause, escalatedTo }: ObligationState,
): Promise<void> {
  const met = () => run.state.obligations.some((known) => known.id === id && isSettled(known));
  const { escalateTo } = stage.review;
  const orWaive = mandatoryBecause.length > 0 ? '' : ` ${escalateTo} may waive it instead.`;
  const wait = `${stage.id}/${id}`;
  run.beginWait({
    id: wait,
    stage: stage.id,
    kind: 'obligation',
    reason: `${title} is due.`,
    clearedBy: [owner],
    remedy: isMetByDecisions(id)
      ? `POST /v1/releases/${run.release}/decisions: it went on by a bypass.`
      : `Send complete-obligation with target ${id} and a link to the evidence.${orWaive}`,
    until: due,
    then: `is escalated to ${escalateTo}`,
  });
  await run.journal.flush();
  if (!(await remindUntil(run, stage.review, { id, title, owner, due }, met))) {
    // In a new run those above may have been told already.
    if (escalatedTo === null) await escalate(run, stage.review, id, title);
    await run.journal.flush();
    await condition(met);
  }
  const known = run.state.obligations.find((obligation) => obligation.id === id);
  const outcome = known?.metAt === null ? 'waived' : 'met';
  run.journal.record({ type: 'wait.ended', wait, outcome });
}

type Due = Pick<ObligationState, 'id' | 'title' | 'owner' | 'due'>;

async function remindUntil(
  run: ReleaseRun,
  { remindBeforeMs }: ReviewPolicy,
  { id, title, owner, due }: Due,
  met: () => boolean,
): Promise<boolean> {
  const now = new Date().toISOString();
  const instants = remindBeforeMs
    .map((beforeMs) => new Date(Date.parse(due) - beforeMs).toISOString())
    .filter((instant) => instant > now)
    .toSorted();
  for (const instant of instants) {
    if (await waitUntil(instant, met, `Remind ${owner} of ${id}`)) return true;
    const sent = await tellAbout(
      run,
      `remind/${instant}`,
      id,
      [owner],
      `${title} is due at ${due}.`,
    );
    if (!sent) continue;
    run.journal.record({ type: 'obligation.reminded', obligation: id });
    await run.journal.flush();
  }
  return waitUntil(due, met, `${title} is overdue then`);
}

async function escalate(
  run: ReleaseRun,
  { escalateTo }: ReviewPolicy,
  id: string,
  title: string,
): Promise<void> {
  if (!(await tellAbout(run, 'escalate', id, [escalateTo], `${title} is overdue.`))) return;
  run.journal.record({ type: 'obligation.escalated', obligation: id, to: escalateTo });
}

async function tellAbout(
  run: ReleaseRun,
  what: string,
  id: string,
  audience: readonly string[],
  text: string,
): Promise<boolean> {
  return tell(run, `Tell ${audience.join(', ')}`, {
    kind: what === 'escalate' ? 'escalation' : 'reminder',
    audience,
    subject: `${run.plan.title}: ${id}`,
    text,
    key: `${run.release}/review/${id}/${what}`,
  });
}

import type { ChangeState } from '../domain/release/state.ts';
import { nameOfUndoing } from '../domain/rollback/name-of-undoing.ts';
import type { RollbackState } from '../domain/rollback/rollback-state.ts';
import { environmentsTakenBack, isUndoingBegun, wayBack } from '../domain/rollback/way-back.ts';
import { whyKept } from '../domain/rollback/why-kept.ts';
import { tools } from './activity-proxies.ts';
import {
  askAfterFailedRollback,
  awaitTakeOver,
  beginTakeOver,
  isTakenOver,
} from './ask-after-failed-rollback.ts';
import { confirmRestored } from './confirm-restored.ts';
import { acquireEnvironment, forgetLease, giveBack } from './hold-environment.ts';
import { preserveForensics } from './preserve-forensics.ts';
import type { Interruption, ReleaseRun } from './release-run.ts';
import { resolveIncident } from './resolve-incident.ts';
import { returnUsers } from './return-users.ts';
import { failureOf } from './stage-failed.ts';
import { tell } from './tell.ts';

type Page = (what: string, text: string) => void;

/**
 * The way back: keeps what can be learned from, gives users what served before, undoes what this
 * release changed and still answers for, the latest first, looks whether all stands as before, and
 * gives the environments back. The caller runs it where no cancellation reaches. A step that cannot
 * be undone asks a person.
 */
export async function rollBack(run: ReleaseRun, interruption: Interruption): Promise<void> {
  const { reason, by, thenOutcome } = interruption;
  const stage = run.state.stages.find(({ status }) => status === 'running' || status === 'failed');
  run.journal.record({
    type: 'rollback.started',
    reason,
    by,
    stage: stage?.id ?? '',
    thenOutcome,
  });
  run.interruption = null;
  return goBack(run);
}

/**
 * Goes the way back that is recorded as begun, from where the records say that it is. What was kept
 * and what was undone is not done again, and whoever was asked something is still asked it.
 */
export async function goBack(run: ReleaseRun): Promise<void> {
  const { rollback } = run.state;
  if (rollback === null) throw new Error('No way back has begun.');
  const telling: Promise<void>[] = [];
  // A message that hangs must keep nobody from going back.
  const page: Page = (what, text) => telling.push(communicate(run, what, text));
  const environments = environmentsTakenBack(run.state);
  if (environments.length > 0) await takeBack(run, { environments, rollback }, page);
  for (const { environment } of run.state.leases) await giveBack(run, environment);
  const stage = run.state.stages.find(({ id }) => id === rollback.stage);
  run.journal.record({ type: 'rollback.finished', environment: stage?.environment ?? null });
  if (environments.length > 0) page('finished', endOf(run));
  await Promise.all(telling);
}

type Extent = {
  readonly environments: readonly string[];
  readonly rollback: RollbackState;
};

async function takeBack(
  run: ReleaseRun,
  { environments, rollback }: Extent,
  page: Page,
): Promise<void> {
  const incident = `${rollback.stage}/breach`;
  if (!isUndoingBegun(run.state)) await prepareUndoing(run, { environments, rollback }, page);
  for (let [change] = wayBack(run.state); change !== undefined; [change] = wayBack(run.state)) {
    await undo(run, change, page);
  }
  for (const undone of environments) {
    const isUndone = (change: ChangeState) =>
      change.environment === undone && change.status === 'undone';
    if (run.state.changes.some(isUndone)) await confirmRestored(run, undone, page);
  }
  resolveIncident(run, incident, endOf(run));
}

/** What comes before the first undoing. */
async function prepareUndoing(
  run: ReleaseRun,
  { environments, rollback: { stage, by, reason } }: Extent,
  page: Page,
): Promise<void> {
  const incident = `${stage}/breach`;
  const [environment = ''] = environments;
  // Only a stage finds harm; a person who asks, or an operator who cancels, has not.
  const failed = run.state.stages.some(({ id, status }) => id === stage && status === 'failed');
  if (by === null && failed && !run.state.incidents.some(({ id }) => id === incident)) {
    const title = `Taken back by itself: ${reason}`;
    run.journal.record({ type: 'incident.opened', incident, kind: 'breach', environment, title });
  }
  const preserved = preserveForensics(run);
  page('started', `The rollback has started: ${reason}`);
  await preserved;
  await returnUsers(run);
}

async function undo(run: ReleaseRun, change: ChangeState, page: Page): Promise<void> {
  const { key, environment, component } = change;
  const kept = whyKept(change, run.state.changes);
  if (kept !== null) return run.journal.record({ type: 'compensation.kept', key, reason: kept });
  const incident = incidentOf(change);
  // In a new run somebody may have been asked about it already.
  const asked = run.openWait(incident) !== undefined || isTakenOver(run, environment);
  if (asked) return askAboutFailedUndo(run, change, page);
  try {
    const stage = run.state.rollback?.stage ?? '';
    const fence = await acquireEnvironment(run, environment, stage);
    const { summary, restored } = await run.journal.perform((step) =>
      tools(`Take ${component} back in ${environment}`).undoChange({
        ...step,
        environment,
        fence,
        component,
        planDigest: run.planDigest,
        key: `${key}/undo`,
      }),
    );
    run.journal.record({ type: 'compensation.done', key, summary, restored });
    resolveIncident(run, incident, 'It was undone when it was tried again.');
  } catch (error) {
    const failure = failureOf(error);
    if (failure === null) throw error;
    run.journal.record({ type: 'compensation.failed', key, failure });
    if (failure.code === 'guard/lease') forgetLease(run, environment);
    await askAboutFailedUndo(run, { ...change, failure }, page);
  }
}

/** One incident for each undoing that fails, however often it is tried. */
function incidentOf(change: ChangeState): string {
  return `${nameOfUndoing(change)}/undo-failed`;
}

async function askAboutFailedUndo(run: ReleaseRun, change: ChangeState, page: Page): Promise<void> {
  const { key, environment, component, failure } = change;
  const name = nameOfUndoing(change);
  const incident = incidentOf(change);
  if (isTakenOver(run, environment)) return untilDoneByHand(run, environment, incident);
  const answer = await askAfterFailedRollback(run, {
    id: incident,
    kind: 'rollback-failed',
    environment,
    title: `${component} ${change.to.version} could not be taken back in ${environment}.`,
    reason:
      `${component} ${change.to.version} in ${environment} could not be taken back: ` +
      (failure?.message ?? ''),
    remedy:
      `${failure?.remedy ?? ''} Then send retry; or skip-compensation with the target ${name}, ` +
      'which leaves it as it is; or take-over, to bring the rest back by hand.',
    answers: ['retry', 'skip-compensation', 'take-over'],
    page: () => page(`failed/${key}`, `Taking ${component} back failed in ${environment}.`),
  });
  if (answer.command === 'skip-compensation') {
    run.journal.record({ type: 'compensation.skipped', key, by: answer.by });
    resolveIncident(run, incident, 'A person skipped it, and it stays as it is.');
  }
  if (answer.command !== 'take-over') return;
  beginTakeOver(run, environment, answer.by);
  return untilDoneByHand(run, environment, incident);
}

async function untilDoneByHand(
  run: ReleaseRun,
  environment: string,
  incident: string,
): Promise<void> {
  const end = await awaitTakeOver(run, environment);
  if (end === 'done-by-hand') resolveIncident(run, incident, 'A person ended it by hand.');
}

/** What a rollback that has ended left, as a sentence. */
function endOf({ state }: ReleaseRun): string {
  const skipped = state.changes.filter(({ status }) => status === 'undo-skipped');
  const kept = state.changes.filter(({ keptBecause }) => keptBecause !== undefined);
  const left = [
    ...(skipped.length === 0 ? [] : [`what people answer for: ${namesOf(skipped)}`]),
    ...(kept.length === 0 ? [] : [`what cannot come back: ${namesOf(kept)}`]),
  ];
  const nothing = state.changes.every(({ status }) => status === 'kept');
  if (nothing) return `Nothing was taken back, for all of it stays: ${left.join(', and ')}.`;
  if (left.length === 0) return 'What served before serves again.';
  return `What served before serves again, but for ${left.join(', and ')}.`;
}

function namesOf(changes: readonly ChangeState[]): string {
  return changes.map(nameOfUndoing).join(', ');
}

/** Tells those who answer for the way back, and those whom the plan names. */
async function communicate(run: ReleaseRun, what: string, text: string): Promise<void> {
  const { rollback } = run.plan;
  const audience = new Set(rollback === null ? [] : [rollback.owner, ...rollback.communication]);
  audience.delete('');
  await tell(run, 'Tell about the rollback', {
    kind: what === 'started' || what === 'finished' ? 'rolled-back' : 'incident',
    audience: [...audience],
    subject: `${run.plan.title}: rollback`,
    text,
    key: `${run.release}/rollback/${what}`,
  });
}

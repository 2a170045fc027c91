import { StepFailure } from '../../activities/ports/failures.ts';
import { manifestDigestOf } from '../../domain/approval/subject.ts';
import { openCalendar } from '../../domain/calendar/calendar.ts';
import { decideWindow } from '../../domain/calendar/decide-window.ts';
import { grantNext } from '../../domain/environment/grant-next.ts';
import { requestLease, returnLease } from '../../domain/environment/lease.ts';
import { stageOf } from '../../domain/plan/plan.ts';
import { scopesOf } from '../../domain/plan/scopes-of.ts';
import type { Stage, StageOf } from '../../domain/plan/stage.ts';
import { nextStage } from '../../domain/release/next-stage.ts';
import { entitledGroups } from '../../domain/release/receive-command.ts';
import { currentKey } from '../../domain/revision/open-changes.ts';
import { noteLease } from './machine.ts';
import { authorsAt, place, releaseName } from './plans.ts';
import { ask } from './pure-questions.ts';
import { type PureRun, record } from './pure-run.ts';
import { beginWait, type Ended, endWait } from './pure-waits.ts';

/**
 * Takes the release one stage further, by the decisions of `domain/` and the deployment step as it
 * is. False when it waits, or has ended.
 */
export async function goOn(run: PureRun): Promise<boolean> {
  const { state } = run;
  const next = nextStage(state);
  const stage = next === null ? undefined : stageOf(run.plan, next.id);
  if (state.phase !== 'rolling-out' || next === null || stage === undefined) return false;
  // People answer what was asked before, and nothing new is begun.
  if (state.paused && next.status !== 'running') return false;
  if (next.status === 'failed') {
    if (!run.retried) return false;
    endWait(run, `${stage.id}/failed`);
  }
  run.retried = false;
  const isRunning = next.status === 'running';
  const attempt = isRunning ? next.attempt : next.attempt + 1;
  if (!isRunning) record(run, { type: 'stage.started', stage: stage.id, attempt });
  const ended = await look(run, stage, attempt);
  if (ended === 'waits') return false;
  if (ended === 'done') {
    record(run, { type: 'stage.succeeded', stage: stage.id, summary: '' });
    return true;
  }
  const failure = {
    kind: 'terminal',
    code: ended.failed,
    message: ended.failed,
    remedy: 'Retry it.',
  } as const;
  record(run, { type: 'stage.failed', stage: stage.id, failure });
  const clearedBy = entitledGroups(run.outline, 'retry');
  beginWait(run, stage, { id: `${stage.id}/failed`, kind: 'failed-stage', clearedBy, until: null });
  return false;
}

async function look(run: PureRun, stage: Stage, attempt: number): Promise<Ended> {
  switch (stage.kind) {
    case 'build':
      return build(run);
    case 'package':
      return pack(run);
    case 'promote': {
      const manifestDigest = manifestDigestOf(run.state);
      record(run, { type: 'environment.admitted', environment: place, manifestDigest });
      return 'done';
    }
    case 'window':
      return holdForWindow(run, stage);
    case 'uat':
    case 'approval':
      return ask(run, stage, attempt);
    case 'deploy':
      return deploy(run, stage, attempt);
    case 'review':
      beginWait(run, stage, {
        id: 'review/owed',
        kind: 'obligation',
        clearedBy: ['engineers'],
        until: null,
      });
      return 'waits';
    default:
      return 'done';
  }
}

function build(run: PureRun): Ended {
  for (const { name: component, tag } of run.plan.components) {
    if (run.state.builds.some((known) => known.component === component)) continue;
    const authors = authorsAt[tag] ?? [];
    const from = { component, tag, commit: tag, authors, unknownAuthors: [] };
    record(run, { type: 'component.built', ...from });
  }
  return 'done';
}

function pack(run: PureRun): Ended {
  for (const { name: component, version } of run.plan.components) {
    if (run.state.artifacts.some((known) => known.component === component)) continue;
    const digest = `sha256:${component}-${version}`;
    record(run, { type: 'artifact.packaged', component, version, digest, sizeBytes: 1 });
  }
  return 'done';
}

function holdForWindow(run: PureRun, stage: Stage): Ended {
  const calendar = openCalendar([...run.records.entries]);
  const instant = new Date(run.nowMs).toISOString();
  const answer = decideWindow({ calendar, scopes: scopesOf(run.plan, place), instant });
  endWait(run, `${stage.id}/window`);
  if (answer.open) return 'done';
  const { liftedBy: clearedBy, nextOpen: until } = answer;
  beginWait(run, stage, { id: `${stage.id}/window`, kind: 'window', clearedBy, until });
  return 'waits';
}

/** Brings the components in, one after the other, by the step that the workflow calls. */
async function deploy(run: PureRun, stage: StageOf<'deploy'>, attempt: number): Promise<Ended> {
  if (!hold(run, stage)) return 'waits';
  const isHeld = run.state.waits.some(({ kind }) => kind === 'window');
  if ((isHeld && holdForWindow(run, stage) === 'waits') || run.state.paused) return 'waits';
  for (const name of stage.waves.flat()) {
    const key = currentKey(run.state, place, name);
    const isIn = run.state.changes.some((each) => each.key === key && each.status === 'applied');
    if (isIn) continue;
    const failed = await bringIn(run, stage, name, attempt);
    if (failed === 'guard/window-closed') return holdForWindow(run, stage);
    if (failed === 'guard/lease') run.fence = null;
    if (failed !== null) return { failed };
  }
  run.book = returnLease(run.book, releaseName);
  run.fence = null;
  handOut(run);
  return 'done';
}

async function bringIn(
  run: PureRun,
  stage: StageOf<'deploy'>,
  component: string,
  attempt: number,
): Promise<string | null> {
  const packed = run.state.artifacts.find((each) => each.component === component);
  const to = { digest: packed?.digest ?? '', version: packed?.version ?? '' };
  const key = currentKey(run.state, place, component);
  const change = { key, environment: place, component, what: 'deployment', to } as const;
  record(run, { type: 'compensation.registered', ...change });
  try {
    await run.deploy({
      release: releaseName,
      facts: [],
      after: 0,
      key: `${releaseName}/${stage.id}/${component}/${attempt}`,
      environment: place,
      fence: run.fence ?? 0,
      planDigest: run.state.planDigest ?? '',
      component,
    });
    record(run, { type: 'change.applied', key, from: null, changed: true });
    return null;
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    record(run, { type: 'change.withheld', key });
    return error.code;
  }
}

/** Whether the release has the environment, or gets it now. */
function hold(run: PureRun, stage: Stage): boolean {
  const id = `${stage.id}/lease`;
  if (run.fence === null) {
    run.book = requestLease(run.book, { release: releaseName, priority: 0 });
    handOut(run);
  }
  if (run.fence !== null) return true;
  beginWait(run, stage, { id, kind: 'lease', clearedBy: [], until: null });
  return false;
}

/** Gives a free environment to who comes next, and remembers who has it. */
export function handOut(run: PureRun): void {
  run.book = grantNext(run.book, new Date(run.nowMs).toISOString());
  const [holder] = run.book.holders;
  const { fence } = run.book;
  noteLease(run.records, holder?.release ?? null, fence);
  if (holder?.release !== releaseName) return;
  run.fence = fence;
  for (const { id } of run.state.waits.filter(({ kind }) => kind === 'lease')) endWait(run, id);
}

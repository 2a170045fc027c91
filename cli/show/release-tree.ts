import type { ReleaseAnswer, StageAnswer } from '../http/answers.ts';
import type { Paint } from '../terminal/paint.ts';
import { showBlocker } from './blocker.ts';
import { between } from './duration.ts';
import { type Heard, progressLines } from './progress.ts';
import { paintState } from './release-list.ts';
import { stageMark } from './stage-mark.ts';
import { stepLine } from './step-line.ts';
import { type Story, stepsOf, wayBack } from './story.ts';

type TreeOptions = {
  readonly paint: Paint;
  readonly now: Date;
  /** The steps of every stage, or of those alone that are under way or failed. */
  readonly everyStep: boolean;
  /** How far the stages under way have come; null while nothing was heard of it. */
  readonly heard?: Heard | null;
};

/**
 * A release as a tree: its stages with their times, below them the steps, and below what it waits
 * for who can clear it, and until when.
 */
export function releaseTree(release: ReleaseAnswer, story: Story, options: TreeOptions): string {
  const { paint, now } = options;
  const finished = release.stages.filter(({ status }) => status === 'succeeded').length;
  const head =
    `${paint('strong', release.release)}  ${release.title}  ` +
    `${paintState(release.state, paint)}  ` +
    paint('quiet', `${finished} of ${release.stages.length} stages`);
  const width = Math.max(...release.stages.map(({ id }) => id.length), wayBack.length);
  const stages = release.stages.flatMap((stage) => stageLines(stage, story, width, options));
  const back = stepsOf(story, wayBack).map((step) => `  ${stepLine(step, paint, now)}`);
  const waits = release.blockers.flatMap((blocker) =>
    showBlocker(release.release, blocker, paint, now),
  );
  return [
    head,
    '',
    ...stages,
    ...(back.length === 0 ? [] : [`${paint('bad', '↩')} ${wayBack}`, ...back]),
    ...(waits.length === 0 ? [] : ['', ...waits]),
  ].join('\n');
}

function stageLines(
  stage: StageAnswer,
  story: Story,
  width: number,
  { paint, now, everyStep, heard = null }: TreeOptions,
): readonly string[] {
  const { id, status, attempt, startedAt, endedAt, summary, failure } = stage;
  const time = between(startedAt, endedAt, now).padEnd(12);
  const again = attempt > 1 ? `attempt ${attempt}. ` : '';
  const said = failure?.message ?? summary ?? '';
  const line =
    `${stageMark(status, paint)} ${id.padEnd(width)}  ${time}  ${again}${said}`.trimEnd();
  const isOpen = everyStep || status === 'running' || status === 'failed';
  if (!isOpen) return [line];
  const far = status === 'running' ? progressLines(id, heard, paint, now) : [];
  return [line, ...stepsOf(story, id).map((step) => `  ${stepLine(step, paint, now)}`), ...far];
}

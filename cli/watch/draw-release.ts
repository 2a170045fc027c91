import type { ProgressAnswer, ReleaseAnswer } from '../http/answers.ts';
import type { EventAnswer } from '../http/event-answer.ts';
import type { Heard } from '../show/progress.ts';
import { releaseTree } from '../show/release-tree.ts';
import { emptyStory, foldStory, type Story } from '../show/story.ts';
import type { Terminal } from '../terminal/terminal.ts';

export type Watched = {
  readonly entries: AsyncIterable<EventAnswer>;
  /** How far the stages under way have come, again whenever it has changed. */
  readonly progress: AsyncIterable<ProgressAnswer>;
  readonly read: () => Promise<ReleaseAnswer>;
};

/** Times go on while nothing happens; what happens is drawn with the next picture. */
const drawEveryMs = 500;

/**
 * Draws the release as a tree, again and again, until the entries end; the last picture shows every
 * step and stays. Events say what was done and for how long, and the release says how it stands: it
 * is read again after events came, at most once for each picture.
 */
export async function drawRelease(
  { entries, progress, read }: Watched,
  { live, paint }: Pick<Terminal, 'live' | 'paint'>,
): Promise<void> {
  const area = await live();
  let story: Story = emptyStory;
  let release = await read();
  let heard: Heard | null = null;
  let isStale = false;
  let isReading = false;
  let isOver = false;
  const draw = (everyStep: boolean) =>
    area.draw(releaseTree(release, story, { paint, now: new Date(), everyStep, heard }));
  const refresh = async () => {
    if (!isStale || isReading) return;
    isReading = true;
    isStale = false;
    // While the server is away the last picture stays; the stream tells when it is back.
    release = await read().catch(() => release);
    isReading = false;
  };
  const drawAgain = async () => {
    await refresh();
    // What was still being read when it ended must not be drawn over the last picture.
    if (!isOver) draw(false);
  };
  const hear = async () => {
    for await (const answer of progress) heard = { answer, at: Date.now() };
  };
  // Without it the picture says less, and still all that happened.
  hear().catch(() => {});
  const timer = setInterval(() => void drawAgain(), drawEveryMs);
  try {
    draw(false);
    for await (const entry of entries) {
      story = foldStory(story, entry);
      isStale = true;
    }
    release = await read();
  } finally {
    isOver = true;
    clearInterval(timer);
    draw(true);
    area.end();
  }
}

import type { Command } from 'commander';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { Client } from '../http/client.ts';
import type { EventAnswer } from '../http/event-answer.ts';
import { follow } from '../http/follow.ts';
import { followProgress } from '../http/follow-progress.ts';
import type { Shell } from '../shell.ts';
import { emptyStory, foldStory } from '../show/story.ts';
import { storyLine } from '../show/story-line.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { drawRelease } from '../watch/draw-release.ts';
import { readRelease } from './show.ts';

/** A restart of the server is waited for, and told; what stays away longer has to be looked at. */
const patienceMs = 120_000;

export function addWatch(root: Command, shell: Shell): void {
  root
    .command('watch')
    .description(
      'Watch a release until it ends: its stages and steps with the time that each took, how far ' +
        'those under way are and how long they will still take, what it waits for, who can clear ' +
        'it and until when. A line for each event where the output is piped, one JSON document a ' +
        'line with --json. Ends with 0 when it was released, and with 1 when it was rolled back ' +
        'or withdrawn.',
    )
    .argument('<release>', 'name of the release')
    .action(async (release: string) => {
      shell.exitCode = await watchRelease(shell, await shell.client(), release);
    });
}

/** Watches until the release is closed. The exit code says how it ended. */
export async function watchRelease(
  { terminal }: Pick<Shell, 'terminal'>,
  client: Client,
  release: string,
): Promise<ExitCode> {
  const end = new AbortController();
  const connection = {
    signal: end.signal,
    patienceMs,
    onBroken: (failure: Error) => terminal.note(`${failure.message} Trying again …`),
    onBack: () => terminal.note('The server is back; nothing was missed.'),
  };
  const entries = untilClosed(follow(client, release, connection));
  try {
    if (terminal.isLive) {
      const progress = followProgress(client, release, end.signal);
      const read = () => readRelease(client, release);
      await drawRelease({ entries, progress, read }, terminal);
    } else {
      await tellLines(entries, terminal);
    }
  } finally {
    end.abort();
  }
  const { outcome } = await readRelease(client, release);
  return outcome === 'released' ? exitCodes.done : exitCodes.no;
}

/** A line for each entry, for logs and programs. */
async function tellLines(entries: AsyncIterable<EventAnswer>, terminal: Terminal): Promise<void> {
  let story = emptyStory;
  for await (const entry of entries) {
    if (terminal.json) terminal.tell(entry);
    story = foldStory(story, entry);
    const line = storyLine(entry, story, terminal.paint, new Date());
    if (line !== null) terminal.say(line);
  }
}

async function* untilClosed(entries: AsyncIterable<EventAnswer>): AsyncGenerator<EventAnswer> {
  for await (const entry of entries) {
    yield entry;
    if (entry.sort === 'fact' && entry.fact.event.type === 'release.closed') return;
  }
}

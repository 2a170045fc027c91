import type { Command } from 'commander';
import type { ReleaseAnswer } from '../http/answers.ts';
import type { Client } from '../http/client.ts';
import type { Shell } from '../shell.ts';
import { showRelease } from '../show/release.ts';

export function addShow(root: Command, shell: Shell): void {
  root
    .command('show')
    .description(
      'Show a release: what it waits for and who can clear it, its stages, approvals, changes ' +
        'and obligations.',
    )
    .argument('<release>', 'name of the release')
    .action(async (release: string) => {
      const { terminal } = shell;
      const answer = await readRelease(await shell.client(), release);
      if (terminal.json) terminal.tell(answer);
      terminal.say(showRelease(answer, terminal.paint, new Date()));
    });
}

/** The release as it stands, or at least as it stood after the fact of that number. */
export function readRelease(
  client: Client,
  release: string,
  atLeastSeq?: number,
): Promise<ReleaseAnswer> {
  return client.get(`/v1/releases/${encodeURIComponent(release)}`, { atLeastSeq });
}

import type { Command } from 'commander';
import type { ProgressAnswer } from '../http/answers.ts';
import type { Shell } from '../shell.ts';
import { showProgress } from '../show/progress.ts';

export function addProgress(root: Command, shell: Shell): void {
  root
    .command('progress')
    .description(
      'Show how far the stages under way have come: each component and target with its step, its ' +
        'share, its figures and its log, and the time left as earlier releases took it.',
    )
    .argument('<release>', 'name of the release')
    .action(async (release: string) => {
      const { terminal } = shell;
      const client = await shell.client();
      const path = `/v1/releases/${encodeURIComponent(release)}/progress`;
      const answer = await client.get<ProgressAnswer>(path);
      if (terminal.json) terminal.tell(answer);
      const now = new Date();
      terminal.say(showProgress({ answer, at: now.getTime() }, terminal.paint, now));
    });
}

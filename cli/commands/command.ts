import { Argument, type Command } from 'commander';
import type { Shell } from '../shell.ts';
import { commandNames } from './command-names.ts';
import { releasePath, say } from './say.ts';

type CommandOptions = {
  readonly reason: string;
  readonly target?: string;
  readonly evidence?: string;
  readonly decisionId?: string;
};

export function addCommand(root: Command, shell: Shell): void {
  root
    .command('command')
    .description(
      'Steer a release: pause it, take it back, retry a step. `show` says which command ' +
        'clears what.',
    )
    .argument('<release>', 'name of the release')
    .addArgument(new Argument('<command>', 'what it is to do').choices(commandNames))
    .requiredOption('-r, --reason <text>', 'why, for people')
    .option('-t, --target <id>', 'a stage, requirement, compensation or obligation of several')
    .option('-e, --evidence <reference>', 'such as the URL of a review document')
    .option('--decision-id <id>', 'the same id again gives the same receipt')
    .action(async (release: string, command: string, options: CommandOptions) => {
      const client = await shell.client();
      const body = { command, ...options };
      const path = releasePath(release, '/commands');
      shell.exitCode = await say(client, { method: 'POST', path, body }, shell.terminal);
    });
}

import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';

/**
 * Completion for shells, made of the commands that were added before. The scripts ask the program
 * itself, so that they never grow old.
 */
export function addCompletion(root: Command): void {
  tab(root, { completionCommandName: 'completion' });
  const completion = root.commands.find((command) => command.name() === 'completion');
  completion?.description(
    'Print what makes a shell complete commands and options: source it, as in ' +
      '`source <(tidegate completion bash)`.',
  );
}

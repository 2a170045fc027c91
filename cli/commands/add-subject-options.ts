import type { Command } from 'commander';

/** What everything takes that is said about a requirement. */
export function addSubjectOptions(command: Command): Command {
  return command
    .option('-m, --comment <text>', 'words for people; kept beside the ledger, and erasable')
    .option('--subject-digest <digest>', 'send only if it asks about exactly this')
    .option('--decision-id <id>', 'the same id again gives the same receipt')
    .option('-y, --yes', 'do not ask before sending');
}

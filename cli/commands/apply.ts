import type { Command } from 'commander';
import type { AppliedAnswer } from '../http/answers.ts';
import { readDocuments } from '../read-documents.ts';
import type { Shell } from '../shell.ts';
import { showApplied } from '../show/differences.ts';

export function addApply(root: Command, shell: Shell): void {
  root
    .command('apply')
    .description(
      'Apply catalog, policies, calendars and duties: all of the files, or none. Shows what ' +
        'changes, and proposes what somebody else has to confirm. ' +
        'Releases in the folder are passed over.',
    )
    .requiredOption('-f, --file <path>', 'a folder with *.yaml, *.yml and *.json, or one file')
    .option('--dry-run', 'show what would change, and change nothing')
    .action(async ({ file, dryRun = false }: { file: string; dryRun?: boolean }) => {
      const { terminal } = shell;
      const { documents, passedOver } = await readDocuments(file);
      for (const { name, why } of passedOver) terminal.note(`${name} is passed over: ${why}.`);
      const client = await shell.client();
      const path = dryRun ? '/v1/catalog?dryRun=true' : '/v1/catalog';
      const applied = await client.send<AppliedAnswer>('PUT', path, { documents });
      if (terminal.json) terminal.tell(applied);
      terminal.say(showApplied(applied, terminal.paint));
    });
}

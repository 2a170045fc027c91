import type { Command } from 'commander';
import type { LoweringAnswer, LoweringListAnswer } from '../http/lowering-answer.ts';
import { readInput } from '../read-input.ts';
import type { Shell } from '../shell.ts';
import { showLowering } from '../show/lowering.ts';
import { inFile } from '../show/problem.ts';
import { addVerdict } from './add-verdict.ts';

export function addLowering(root: Command, shell: Shell): void {
  const lowering = root
    .command('lowering')
    .description('Let one release have less rigor than its risk asks for, by an exemption.');
  addAsk(lowering, shell);
  addList(lowering, shell);
  const answering = {
    of: 'exemption',
    path: '/v1/lowerings',
    show: (answer: LoweringAnswer) => showLowering(answer, shell.terminal.paint),
  };
  addVerdict(lowering, shell, {
    ...answering,
    verdict: 'confirm',
    description: 'Grant it. Never by who has asked, and by people of the group that it names.',
  });
  addVerdict(lowering, shell, {
    ...answering,
    verdict: 'reject',
    description: 'Refuse it, or take back what you asked for.',
  });
}

type AskOptions = {
  readonly reason: string;
  readonly control: string;
  readonly until: string;
  readonly followUp: string;
  readonly owner: string;
  readonly due: string;
};

function addAsk(lowering: Command, shell: Shell): void {
  lowering
    .command('ask')
    .description('Ask for it, for exactly what the file says. Afterwards the same file compiles.')
    .argument('<spec>', 'file of the release, or - for standard input')
    .requiredOption('--reason <text>', 'why; stays on record, so name roles and not people')
    .requiredOption('--control <text>', 'what protects meanwhile')
    .requiredOption('--until <instant>', 'RFC 3339; the release has to be started before')
    .requiredOption('--follow-up <text>', 'what is owed afterwards')
    .requiredOption('--owner <name>', 'person or group that owes it')
    .requiredOption('--due <instant>', 'RFC 3339; when it is owed')
    .action(async (file: string, options: AskOptions) => {
      const { terminal } = shell;
      const { reason, control: compensatingControl, until, followUp: what, owner, due } = options;
      const spec = await readInput(file);
      const order = { spec, reason, compensatingControl, until, followUp: { what, owner, due } };
      const client = await shell.client();
      try {
        const asked = await client.send<LoweringAnswer>('POST', '/v1/lowerings', order);
        if (terminal.json) terminal.tell(asked);
        terminal.say(showLowering(asked, terminal.paint));
      } catch (error) {
        throw inFile(error, file, '/spec');
      }
    });
}

function addList(lowering: Command, shell: Shell): void {
  lowering
    .command('list')
    .description('List what is asked for, with who grants it.')
    .option('--all', 'also what is open no more')
    .action(async ({ all = false }: { all?: boolean }) => {
      const { terminal } = shell;
      const client = await shell.client();
      const filter = all ? {} : { standing: 'open' };
      const answer = await client.get<LoweringListAnswer>('/v1/lowerings', filter);
      if (terminal.json) terminal.tell(answer);
      const shown = answer.lowerings.map((each) => showLowering(each, terminal.paint));
      terminal.say(shown.length === 0 ? 'Nobody asks for less rigor.' : shown.join('\n\n'));
    });
}

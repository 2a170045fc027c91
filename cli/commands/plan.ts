import type { Command } from 'commander';
import type { Client } from '../http/client.ts';
import type { PlanAnswer } from '../http/plan-answer.ts';
import { readInput } from '../read-input.ts';
import type { Shell } from '../shell.ts';
import { showPlan } from '../show/plan.ts';
import { inFile } from '../show/problem.ts';

export function addPlan(root: Command, shell: Shell): void {
  root
    .command('plan')
    .description(
      'Show everything that a release would do, and the digest to start it with. Starts nothing. ' +
        'What does not compile is told as file:line:column.',
    )
    .argument('<spec>', 'file of the release, or - for standard input')
    .action(async (file: string) => {
      const { terminal } = shell;
      const text = await readInput(file);
      const plan = await compile(await shell.client(), file, text);
      if (terminal.json) terminal.tell(plan);
      terminal.say(showPlan(plan, terminal.paint));
    });
}

/** The plan of a written release. Problems name the file that the person named. */
export async function compile(client: Client, file: string, text: string): Promise<PlanAnswer> {
  try {
    return await client.sendYaml<PlanAnswer>('/v1/plans', text);
  } catch (error) {
    throw inFile(error, file, '');
  }
}

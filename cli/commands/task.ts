import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Argument, type Command } from 'commander';
import type { RequirementAnswer } from '../http/answers.ts';
import type { Client } from '../http/client.ts';
import type { PlanAnswer } from '../http/plan-answer.ts';
import { cannotRead } from '../read-input.ts';
import type { Shell } from '../shell.ts';
import { addSubjectOptions } from './add-subject-options.ts';
import { findRequirement } from './find-requirement.ts';
import { releasePath, say } from './say.ts';
import { readRelease } from './show.ts';
import { type SubjectOptions, showAndConfirm } from './show-and-confirm.ts';

type TaskOptions = SubjectOptions & { readonly link?: string; readonly file?: string };

export function addTask(root: Command, shell: Shell): void {
  const command = root
    .command('task')
    .description(
      'Say what became of a task that is done by hand. Shows first its instructions, and what ' +
        'you speak about.',
    )
    .argument('<release>', 'name of the release')
    .argument('<requirement>', 'id of the task, such as production/task/dns')
    .addArgument(new Argument('<outcome>', 'what you say').choices(['done', 'failed', 'cannot']))
    .option('--link <url>', 'address of the evidence')
    .option('--file <path>', 'a file that shows it: its digest is signed, the file stays here');
  addSubjectOptions(command).action(
    async (release: string, requirement: string, outcome: string, options: TaskOptions) => {
      const { terminal } = shell;
      const client = await shell.client();
      const answer = await readRelease(client, release);
      const asked = findRequirement(answer, requirement, 'task');
      const instructions = await instructionsOf(client, release, asked);
      if (!terminal.json) terminal.note(`${instructions}\n`);
      const subjectDigest = await showAndConfirm(answer, asked, outcome, options, terminal);
      const { comment, decisionId, link = null, file } = options;
      const shown = { link, file: file === undefined ? null : await digestOf(file) };
      const { environment } = asked;
      const body = { environment, outcome, ...shown, subjectDigest, comment, decisionId };
      const path = releasePath(release, `/tasks/${taskOf(asked)}`);
      shell.exitCode = await say(client, { method: 'POST', path, body }, terminal);
    },
  );
}

function taskOf({ id }: Pick<RequirementAnswer, 'id'>): string {
  return encodeURIComponent(id.slice(id.lastIndexOf('/') + 1));
}

async function instructionsOf(
  client: Client,
  release: string,
  { stage }: Pick<RequirementAnswer, 'stage'>,
): Promise<string> {
  const { plan } = await client.get<Pick<PlanAnswer, 'plan'>>(releasePath(release, '/plan'));
  return plan.stages.find(({ id }) => id === stage)?.task?.instructions ?? '';
}

async function digestOf(file: string): Promise<string> {
  try {
    return `sha256:${createHash('sha256')
      .update(await readFile(file))
      .digest('hex')}`;
  } catch (error) {
    throw cannotRead(file, error);
  }
}

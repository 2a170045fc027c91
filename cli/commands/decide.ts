import type { Command } from 'commander';
import type { Shell } from '../shell.ts';
import { addSubjectOptions } from './add-subject-options.ts';
import { findRequirement } from './find-requirement.ts';
import { releasePath, say } from './say.ts';
import { readRelease } from './show.ts';
import { type SubjectOptions, showAndConfirm } from './show-and-confirm.ts';

type Verdict = 'approve' | 'reject' | 'withdraw';

export function addApprove(root: Command, shell: Shell): void {
  addDecision(root, shell, 'approve', 'Approve what a release asks. Shows first what it is.');
}

export function addReject(root: Command, shell: Shell): void {
  addDecision(
    root,
    shell,
    'reject',
    'Reject what a release asks, which ends the requirement. Shows first what it is.',
  );
}

export function addTakeBack(root: Command, shell: Shell): void {
  const description = 'Take back what you decided, or a delegate of yours, while it is open.';
  addDecision(root, shell, 'withdraw', description, 'take-back');
}

function addDecision(
  root: Command,
  shell: Shell,
  verdict: Verdict,
  description: string,
  name: string = verdict,
): void {
  const command = root
    .command(name)
    .description(description)
    .argument('<release>', 'name of the release')
    .argument('<requirement>', 'id of the requirement, as `show` lists it');
  addSubjectOptions(command).action(
    async (release: string, requirement: string, options: SubjectOptions) => {
      shell.exitCode = await decide(shell, { release, requirement, verdict }, options);
    },
  );
}

async function decide(
  shell: Shell,
  { release, requirement, verdict }: { release: string; requirement: string; verdict: Verdict },
  options: SubjectOptions,
) {
  const { terminal } = shell;
  const client = await shell.client();
  const answer = await readRelease(client, release);
  const asked = findRequirement(answer, requirement, 'approval');
  const subjectDigest = await showAndConfirm(answer, asked, verdict, options, terminal);
  const { comment, decisionId } = options;
  const body = { requirement, verdict, subjectDigest, comment, decisionId };
  return say(client, { method: 'POST', path: releasePath(release, '/decisions'), body }, terminal);
}

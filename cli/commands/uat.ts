import { Argument, type Command, Option } from 'commander';
import type { Shell } from '../shell.ts';
import { addSubjectOptions } from './add-subject-options.ts';
import { findRequirement } from './find-requirement.ts';
import { releasePath, type Saying, say } from './say.ts';
import { readRelease } from './show.ts';
import { type SubjectOptions, showAndConfirm } from './show-and-confirm.ts';

type DefectOptions = SubjectOptions & {
  readonly severity: string;
  readonly state?: 'open' | 'resolved';
};

export function addUat(root: Command, shell: Shell): void {
  const uat = root
    .command('uat')
    .description('Take part in the user acceptance test of a release.');
  addVerdict(uat, shell);
  addDefect(uat, shell);
}

function addVerdict(uat: Command, shell: Shell): void {
  const command = uat
    .command('verdict')
    .description('Accept or reject what stands there for testing. Shows first what it is.')
    .argument('<release>', 'name of the release')
    .argument('<requirement>', 'id of the requirement, such as staging/uat')
    .addArgument(
      new Argument('<verdict>', 'what you say').choices(['accept', 'reject', 'withdraw']),
    );
  addSubjectOptions(command).action(
    async (release: string, requirement: string, verdict: string, options: SubjectOptions) => {
      const saying: Words = { method: 'POST', rest: '/uat/verdict', words: { verdict } };
      await speak(shell, { release, requirement, about: verdict }, saying, options);
    },
  );
}

function addDefect(uat: Command, shell: Shell): void {
  const command = uat
    .command('defect')
    .description(
      'Report a defect; with --state, resolve or reopen one that is known, or change its severity.',
    )
    .argument('<release>', 'name of the release')
    .argument('<requirement>', 'id of the requirement, such as staging/uat')
    .argument('<defect>', 'its id in your tracker, such as SHOP-12')
    .addOption(
      new Option('--severity <severity>', 'how bad it is')
        .choices(['low', 'medium', 'high', 'critical'])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--state <state>', 'of a defect that is known').choices(['open', 'resolved']),
    );
  addSubjectOptions(command).action(
    async (release: string, requirement: string, defect: string, options: DefectOptions) => {
      const { severity, state } = options;
      const saying: Words =
        state === undefined
          ? { method: 'POST', rest: '/uat/defects', words: { defect, severity } }
          : {
              method: 'PATCH',
              rest: `/uat/defects/${encodeURIComponent(defect)}`,
              words: { severity, state },
            };
      const about = `${defect} ${severity} ${state ?? 'open'}`;
      await speak(shell, { release, requirement, about }, saying, options);
    },
  );
}

type Words = {
  readonly method: Saying['method'];
  readonly rest: string;
  readonly words: Readonly<Record<string, string>>;
};

async function speak(
  shell: Shell,
  { release, requirement, about }: { release: string; requirement: string; about: string },
  { method, rest, words }: Words,
  options: SubjectOptions,
): Promise<void> {
  const { terminal } = shell;
  const client = await shell.client();
  const answer = await readRelease(client, release);
  const asked = findRequirement(answer, requirement, 'uat');
  const subjectDigest = await showAndConfirm(answer, asked, about, options, terminal);
  const { comment, decisionId } = options;
  const body = { requirement, ...words, subjectDigest, comment, decisionId };
  shell.exitCode = await say(client, { method, path: releasePath(release, rest), body }, terminal);
}

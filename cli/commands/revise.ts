import type { Command } from 'commander';
import { NotMeant, UsageMistake } from '../failures.ts';
import type { Client } from '../http/client.ts';
import { readInput } from '../read-input.ts';
import type { Shell } from '../shell.ts';
import { type DifferenceAnswer, showDifferences } from '../show/differences.ts';
import { compile } from './plan.ts';
import { releasePath, say } from './say.ts';

type ReviseOptions = {
  readonly reason: string;
  readonly drop: readonly Dropped[];
  readonly digest?: string;
  readonly decisionId?: string;
  readonly yes?: boolean;
};

type Dropped = { readonly component: string; readonly reason: string };

export function addRevise(root: Command, shell: Shell): void {
  root
    .command('revise')
    .description(
      'Change the plan of a running release: compile the document, show what differs from the ' +
        'plan in force, and let the release go on by it. What stays the same keeps its decisions.',
    )
    .argument('<release>', 'name of the release')
    .argument('<spec>', 'file of the release as it shall be, or - for standard input')
    .requiredOption('--reason <words>', 'why; it stays on record for ever')
    .option('--drop <component=reason>', 'why a component is left out; once for each', collect, [])
    .option('--digest <digest>', 'revise only if the plan has this digest, which you saw before')
    .option('--decision-id <id>', 'the same id with the same words is said once')
    .option('-y, --yes', 'do not ask')
    .action(async (release: string, file: string, options: ReviseOptions) => {
      const { terminal } = shell;
      const spec = await readInput(file);
      const client = await shell.client();
      const { digest } = await compile(client, file, spec);
      const differences = await differencesOf(client, release, spec);
      terminal.note(showDifferences(differences, terminal.paintNote));
      await confirm(shell, release, digest, options);
      const { reason, drop, decisionId } = options;
      const body = {
        spec,
        planDigest: digest,
        reason,
        dropped: drop,
        ...(decisionId === undefined ? {} : { decisionId }),
      };
      const saying = { method: 'POST', path: releasePath(release, '/revisions'), body } as const;
      shell.exitCode = await say(client, saying, terminal);
    });
}

function collect(written: string, others: readonly Dropped[]): readonly Dropped[] {
  const [, component, reason] = /^([^=]+)=(.+)$/s.exec(written) ?? [];
  if (component === undefined || reason === undefined) {
    throw new UsageMistake(
      `--drop ${written} says no reason.`,
      'Write the component, an equals sign and the reason: --drop "pricing=Not ready in time."',
    );
  }
  return [...others, { component, reason }];
}

async function differencesOf(
  client: Client,
  release: string,
  spec: string,
): Promise<readonly DifferenceAnswer[]> {
  const sides = { before: { release }, after: { spec } };
  type Answer = { readonly differences: readonly DifferenceAnswer[] };
  return (await client.send<Answer>('POST', '/v1/plans/diff', sides)).differences;
}

async function confirm(
  { terminal }: Shell,
  release: string,
  digest: string,
  { digest: insisted, yes = false }: ReviseOptions,
): Promise<void> {
  if (terminal.json && insisted === undefined) {
    throw new UsageMistake(
      'With --json nothing is shown, so the plan has to be named.',
      'Add --digest with the `digest` of `tidegate plan --json`.',
    );
  }
  if (insisted !== undefined && insisted !== digest) {
    throw new NotMeant(
      `The plan has the digest ${digest} now, and you insist on ${insisted}. Nothing was sent.`,
      'Read the differences above; if they are what you mean, send them with its digest.',
    );
  }
  if (yes || terminal.ask === null) return;
  if (await terminal.ask(`Let ${release} go on by this plan?`)) return;
  throw new NotMeant('Nothing was sent.', 'Answer y to send it.');
}

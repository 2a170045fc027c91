import type { Command } from 'commander';
import { exitCodes } from '../exit-code.ts';
import type { AnalysisAnswer } from '../http/analysis-answer.ts';
import { readInput } from '../read-input.ts';
import type { Shell } from '../shell.ts';
import { showAnalysis } from '../show/analysis.ts';
import { inFile } from '../show/problem.ts';

type AnalyseOptions = {
  readonly class: string;
  readonly environment: string;
  readonly component: string;
  readonly baseline: string;
  readonly canary: string;
  readonly from: string;
  readonly until: string;
  readonly baselineFrom?: string;
};

const patienceMs = 90_000;

export function addAnalyse(root: Command, shell: Shell): void {
  root
    .command('analyse')
    .description(
      'Judge two versions by what was measured of them in the past, as the canary stage of a ' +
        'policy would have done. Records and decides nothing. Ends with 1 when it is no pass.',
    )
    .argument('<policy>', 'file of the policy, or - for standard input')
    .requiredOption('--environment <name>', 'where they ran')
    .requiredOption('--component <name>', 'what they are versions of')
    .requiredOption('--baseline <version>', 'version or digest that served before')
    .requiredOption('--canary <version>', 'version or digest of the candidate')
    .requiredOption('--from <instant>', 'when the candidate began to have users, RFC 3339')
    .requiredOption('--until <instant>', 'until when it is looked at, RFC 3339')
    .option('--baseline-from <instant>', 'when the time of the baseline began, if it is another')
    .option('--class <class>', 'class of release whose rules count', 'normal')
    .action(async (file: string, options: AnalyseOptions) => {
      const { terminal } = shell;
      const { baseline, canary, ...rest } = options;
      const body = {
        ...rest,
        policy: await readInput(file),
        baseline: named(baseline),
        canary: named(canary),
      };
      const answer = await analyse(shell, body, file);
      if (terminal.json) terminal.tell(answer);
      terminal.say(showAnalysis(answer, terminal.paint));
      if (answer.verdict !== 'pass') shell.exitCode = exitCodes.no;
    });
}

function named(text: string): { readonly digest: string } | { readonly version: string } {
  return text.startsWith('sha256:') ? { digest: text } : { version: text };
}

async function analyse(shell: Shell, body: object, file: string): Promise<AnalysisAnswer> {
  const client = await shell.client();
  try {
    const timeout = { timeoutMs: patienceMs };
    return await client.send<AnalysisAnswer>('POST', '/v1/analyses', body, timeout);
  } catch (error) {
    throw inFile(error, file, '/policy');
  }
}

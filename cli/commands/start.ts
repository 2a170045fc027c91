import { createHash } from 'node:crypto';
import type { Command } from 'commander';
import { NotMeant } from '../failures.ts';
import type { Client } from '../http/client.ts';
import type { PlanAnswer } from '../http/plan-answer.ts';
import { readInput } from '../read-input.ts';
import type { Shell } from '../shell.ts';
import { showPlan } from '../show/plan.ts';
import { compile } from './plan.ts';
import { watchRelease } from './watch.ts';

type StartOptions = {
  readonly digest?: string;
  readonly idempotencyKey?: string;
  readonly watch?: boolean;
};

export type StartedAnswer = {
  readonly release: string;
  readonly planDigest: string;
  readonly links: { readonly self: string; readonly temporal: string | null };
};

export function addStart(root: Command, shell: Shell): void {
  root
    .command('start')
    .description(
      'Start a release: compile it, show the plan, and start this very plan. The same command ' +
        'again is harmless: it finds the release that it started.',
    )
    .argument('<spec>', 'file of the release, or - for standard input')
    .option('--digest <digest>', 'start only if the plan has this digest, which you saw before')
    .option('--idempotency-key <key>', 'made of the spec and the plan when left out')
    .option('-w, --watch', 'watch the release until it ends')
    .action(async (file: string, options: StartOptions) => {
      const { terminal } = shell;
      const text = await readInput(file);
      const client = await shell.client();
      const plan = await compile(client, file, text);
      terminal.note(showPlan(plan, terminal.paintNote));
      requireDigest(plan, options.digest);
      const started = await start(client, text, plan, options.idempotencyKey);
      if (terminal.json) terminal.tell(started);
      terminal.say(`Started ${started.release} with the plan ${started.planDigest}.`);
      const { temporal } = started.links;
      if (temporal !== null) terminal.note(`In the Temporal UI: ${temporal}`);
      if (options.watch === true)
        shell.exitCode = await watchRelease(shell, client, started.release);
    });
}

function requireDigest({ digest }: PlanAnswer, insisted: string | undefined): void {
  if (insisted === undefined || insisted === digest) return;
  throw new NotMeant(
    `The plan has the digest ${digest} now, and you insist on ${insisted}. Nothing was started.`,
    'Read the plan above; if it is what you mean, start it with its digest.',
  );
}

/** One key is one request: that of this spec and plan is the same however often it is sent. */
function start(
  client: Client,
  spec: string,
  { digest }: PlanAnswer,
  key = `cli-${createHash('sha256').update(`${digest}\n${spec}`).digest('hex')}`,
): Promise<StartedAnswer> {
  const order = { spec, planDigest: digest };
  return client.send('POST', '/v1/releases', order, { headers: { 'Idempotency-Key': key } });
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { exitCodes } from '../exit-code.ts';
import { Refused, ServerAway } from '../failures.ts';
import type { Client } from '../http/client.ts';
import type { RehearsalAccountAnswer, RehearsalAnswer } from '../http/rehearsal-answer.ts';
import { readInput } from '../read-input.ts';
import type { Shell } from '../shell.ts';
import { inFile } from '../show/problem.ts';
import { isReleased, showRehearsal } from '../show/rehearsal.ts';
import { parseWhole } from './parse-number.ts';

type RehearseOptions = {
  readonly fail: readonly string[];
  readonly nobody: readonly string[];
  readonly closed: readonly string[];
  readonly startAt?: string;
  readonly reactionTime?: string;
  readonly horizonDays?: number;
};

const patienceMs = 600_000;
const lookEveryMs = 500;

export function addRehearse(root: Command, shell: Shell): void {
  root
    .command('rehearse')
    .description(
      'Run a release with simulated tools in simulated time, with mishaps of your choice. Says ' +
        'when it would wait for what and how it would end. Touches nothing. Ends with 1 when it ' +
        'would not be released. Options can be given several times.',
    )
    .argument('<spec>', 'file of the release, or - for standard input')
    .option('--fail <what>', 'a kind of stage or a stage that fails, such as canary', collect, [])
    .option('--nobody <group>', 'a group in which nobody answers, such as cab', collect, [])
    .option('--closed <range>', 'when it is closed, such as "fri 16:00/mon 08:00"', collect, [])
    .option('--start-at <instant>', 'when it begins, RFC 3339; now when left out')
    .option('--reaction-time <duration>', 'how long people take to answer, such as 30m')
    .option('--horizon-days <days>', 'when a release that still waits is given up', parseWhole)
    .action(async (file: string, options: RehearseOptions) => {
      const { terminal } = shell;
      const { fail, nobody, closed, ...rest } = options;
      const body = { spec: await readInput(file), mishaps: { fail, nobody, closed }, ...rest };
      const account = await rehearse(await shell.client(), body, file);
      if (terminal.json) terminal.tell(account);
      terminal.say(showRehearsal(account, terminal.paint));
      if (!isReleased(account)) shell.exitCode = exitCodes.no;
    });
}

/** An option that is given several times. */
function collect(typed: string, before: readonly string[]): readonly string[] {
  return [...before, typed];
}

async function rehearse(
  client: Client,
  body: object,
  file: string,
): Promise<RehearsalAccountAnswer> {
  let answer = await begin(client, body, file);
  const deadline = Date.now() + patienceMs;
  while (answer.account === null) {
    if (Date.now() > deadline) throw unfinished(answer);
    await sleep(lookEveryMs);
    answer = await client.get<RehearsalAnswer>(answer.links.self);
  }
  return answer.account;
}

async function begin(client: Client, body: object, file: string): Promise<RehearsalAnswer> {
  try {
    const timeout = { timeoutMs: patienceMs };
    return await client.send<RehearsalAnswer>('POST', '/v1/rehearsals', body, timeout);
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.code !== 'not-found') {
      throw inFile(error, file, '/spec');
    }
    throw new Refused({
      ...error.problem,
      detail: `${client.server.url} offers no rehearsals.`,
      remedy: 'Ask its operator for a version of Tidegate that has POST /v1/rehearsals.',
    });
  }
}

function unfinished({ rehearsal }: RehearsalAnswer): ServerAway {
  return new ServerAway(
    `The rehearsal ${rehearsal} has not come to an end in ${patienceMs / 60_000} minutes.`,
    'Look whether a worker runs that takes rehearsals.',
  );
}

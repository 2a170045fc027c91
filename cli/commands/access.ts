import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { ServerAway } from '../failures.ts';
import type { AccessAnswer, AccessListAnswer, CredentialsAnswer } from '../http/access-answer.ts';
import type { Client } from '../http/client.ts';
import type { Shell } from '../shell.ts';
import { showAccess } from '../show/access.ts';
import { say } from './say.ts';

export function addAccess(root: Command, shell: Shell): void {
  const access = root
    .command('access')
    .description('Let somebody into something of an environment, for a time.');
  addAsk(access, shell);
  addList(access, shell);
  addPassword(access, shell);
  addDecision(access, shell, 'grant', 'Let them in. Never by who has asked.');
  addDecision(access, shell, 'refuse', 'Do not let them in.');
  addWord(access, shell, { name: 'end', place: 'revocations', what: 'End it before its time.' });
  addWord(access, shell, {
    name: 'confirm',
    place: 'confirmations',
    what: 'Let it go on, where it ends unless somebody confirms it.',
  });
}

type AskOptions = {
  readonly until?: string;
  readonly for?: string;
  readonly reason: string;
  readonly release?: string;
};

function addAsk(access: Command, shell: Shell): void {
  access
    .command('ask')
    .description('Ask to be let in. Somebody else decides, and at its end it is taken away.')
    .argument('<environment>', 'the environment')
    .argument('<resource>', 'what the catalog offers there, such as orders-db')
    .argument('<role>', 'one of the roles that it offers')
    .requiredOption('--reason <text>', 'why; is signed and stays on record')
    .option('--for <duration>', 'how long from now on, such as 2h')
    .option('--until <instant>', 'RFC 3339; when it ends, instead of --for')
    .option('--release <name>', 'the release that it is for')
    .action(async (environment: string, resource: string, role: string, options: AskOptions) => {
      const { for: duration, until, reason, release } = options;
      const body = { environment, resource, role, duration, until, reason, release };
      const client = await shell.client();
      const { access: id } = await client.send<{ access: string }>('POST', '/v1/access', body);
      tellAccess(await known(client, id), shell);
    });
}

/** What was asked for a moment ago may not be recorded yet. */
async function known(client: Client, id: string): Promise<AccessAnswer> {
  for (let looks = 0; looks < 20; looks += 1) {
    const { access } = await client.get<AccessListAnswer>('/v1/access', { mine: true });
    const found = access.find((each) => each.access === id);
    if (found !== undefined) return found;
    await sleep(250);
  }
  throw new ServerAway(
    `${id} was asked for, and no worker has taken it up yet.`,
    `It is kept: tidegate access list --mine shows it as soon as one has.`,
  );
}

function addList(access: Command, shell: Shell): void {
  access
    .command('list')
    .description('List who is let in, and what waits for a decision.')
    .option('--mine', 'what I asked for')
    .option('--environment <name>', 'of one environment')
    .option('--review', 'what ends unless somebody confirms it, the first first')
    .action(async ({ mine, environment, review = false }: ListOptions) => {
      const { terminal } = shell;
      const client = await shell.client();
      const path = review ? '/v1/access-reviews' : '/v1/access';
      const filter = {
        ...(mine === undefined ? {} : { mine }),
        ...(environment === undefined || review ? {} : { environment }),
      };
      const answer = await client.get<AccessListAnswer>(path, filter);
      if (terminal.json) terminal.tell(answer);
      const shown = answer.access.map((each) => showAccess(each, terminal.paint));
      terminal.say(shown.length === 0 ? 'There is none.' : shown.join('\n\n'));
    });
}

type ListOptions = {
  readonly mine?: boolean;
  readonly environment?: string;
  readonly review?: boolean;
};

function addPassword(access: Command, shell: Shell): void {
  access
    .command('password')
    .description('Take the password of an access that you were granted. It is told once.')
    .argument('<id>', 'id of the access')
    .action(async (id: string) => {
      const { terminal } = shell;
      const client = await shell.client();
      const path = pathOf(id, 'credentials');
      const taken = await client.send<CredentialsAnswer>('POST', path, undefined);
      if (terminal.json) terminal.tell(taken);
      terminal.say(`${taken.account}\n${taken.password}\nuntil ${taken.endsAt}`);
    });
}

function addDecision(
  access: Command,
  shell: Shell,
  verdict: 'grant' | 'refuse',
  description: string,
): void {
  access
    .command(verdict)
    .description(description)
    .argument('<id>', 'id of the access')
    .argument('<digest>', 'its digest: what you have read')
    .option('--reason <text>', 'why; is signed and stays on record')
    .option('--decision-id <id>', 'the same id again gives the same receipt')
    .action(async (id: string, subjectDigest: string, options: WordOptions) => {
      const body = { verdict, subjectDigest, ...options };
      const saying = { method: 'POST', path: pathOf(id, 'decisions'), body } as const;
      shell.exitCode = await say(await shell.client(), saying, shell.terminal);
    });
}

type WordOptions = { readonly reason?: string; readonly decisionId?: string };

type Word = { readonly name: string; readonly place: string; readonly what: string };

function addWord(access: Command, shell: Shell, { name, place, what }: Word): void {
  access
    .command(name)
    .description(what)
    .argument('<id>', 'id of the access')
    .option('--reason <text>', 'why; is signed and stays on record')
    .option('--decision-id <id>', 'the same id again gives the same receipt')
    .action(async (id: string, options: WordOptions) => {
      const saying = { method: 'POST', path: pathOf(id, place), body: options } as const;
      shell.exitCode = await say(await shell.client(), saying, shell.terminal);
    });
}

function tellAccess(access: AccessAnswer, { terminal }: Shell): void {
  if (terminal.json) terminal.tell(access);
  terminal.say(showAccess(access, terminal.paint));
}

function pathOf(id: string, rest: string): string {
  return `/v1/access/${encodeURIComponent(id)}/${rest}`;
}

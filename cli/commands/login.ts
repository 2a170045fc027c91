import type { Command } from 'commander';
import { UsageMistake } from '../failures.ts';
import { Client } from '../http/client.ts';
import { readInput } from '../read-input.ts';
import { tokenAs } from '../session/find-server.ts';
import { readSessions, sessionFile, writeSessions } from '../session/session-file.ts';
import type { Shell } from '../shell.ts';

/** Signs in at a server, which is then used where none is named. */
export function addLogin(root: Command, shell: Shell): void {
  root
    .command('login')
    .description(
      'Sign in, with a token of your identity provider, or with --as as a person of the example. ' +
        'The session is kept below XDG_CONFIG_HOME, readable by you alone.',
    )
    .option('--with-token', 'read the token from standard input')
    .action(async ({ withToken = false }: { withToken?: boolean }) => {
      const { terminal, env, options } = shell;
      const url = await shell.address();
      const token = await tokenFor(url, shell, withToken);
      // Asked before it is kept: who is not known there is told now.
      await new Client({ url, token, timeoutMs: options.timeoutMs }).get('/v1/releases', {
        pageSize: 1,
      });
      const file = sessionFile(env);
      const { servers } = await readSessions(file);
      const person = options.as ?? null;
      await writeSessions(file, {
        current: url,
        servers: { ...servers, [url]: { token, person } },
      });
      if (terminal.json) terminal.tell({ url, person, file });
      terminal.say(`Signed in at ${url}${person === null ? '' : ` as ${person}`}.`);
    });
}

/** Forgets the session of a server. */
export function addLogout(root: Command, shell: Shell): void {
  root
    .command('logout')
    .description('Forget the session that is kept for the server.')
    .action(async () => {
      const { terminal, env } = shell;
      const url = await shell.address();
      const file = sessionFile(env);
      const sessions = await readSessions(file);
      const { [url]: kept, ...servers } = sessions.servers;
      const current = sessions.current === url ? null : sessions.current;
      if (kept !== undefined) await writeSessions(file, { current, servers });
      if (terminal.json) terminal.tell({ url, forgotten: kept !== undefined });
      terminal.say(
        kept === undefined ? `Nobody was signed in at ${url}.` : `Signed out at ${url}.`,
      );
    });
}

async function tokenFor(url: string, shell: Shell, withToken: boolean): Promise<string> {
  const { as: person, timeoutMs } = shell.options;
  if (withToken === (person !== undefined)) {
    throw new UsageMistake(
      'Say who signs in: with --with-token or with --as, and not with both.',
      'Write `tidegate login --with-token < token.txt`, or `tidegate login --as una` at a server ' +
        'that `npm start` began.',
    );
  }
  if (person !== undefined) return (await tokenAs(person, { url, timeoutMs })).token;
  const token = (await readInput('-')).trim();
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new UsageMistake(
    'Standard input holds no token.',
    'Hand it over as in `tidegate login --with-token < token.txt`.',
  );
}

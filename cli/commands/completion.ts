import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import type { ReleasePageAnswer } from '../http/answers.ts';
import { Client } from '../http/client.ts';
import { findServer } from '../session/find-server.ts';

type Env = Readonly<Record<string, string | undefined>>;
type Completion = ReturnType<typeof tab>;

/** Somebody waits with a finger on the key. */
const patienceMs = 1_000;
const mostNames = 100;

/**
 * Completion for shells, made of the commands that were added before. The scripts ask the program
 * itself, so that they never grow old. Where the name of a release belongs, the server is asked for
 * the newest; without an answer there is nothing to offer, and nothing is said.
 */
export function addCompletion(root: Command, env: Env): void {
  const completion = tab(root, { completionCommandName: 'completion' });
  root.commands
    .find((command) => command.name() === 'completion')
    ?.description(
      'Print what makes a shell complete commands, options and names of releases: source it, as ' +
        'in `source <(tidegate completion bash)`.',
    );
  root.commands
    .find((command) => command.name() === 'complete')
    ?.hook('preAction', async (_command, { args }) => offerReleases(completion, args, env));
}

async function offerReleases(
  completion: Completion,
  words: readonly string[],
  env: Env,
): Promise<void> {
  const taking = [...completion.commands].flatMap(([name, command]) => {
    const argument = command.arguments.get('release');
    const isMeant = name.split(' ').every((word) => words.slice(0, -1).includes(word));
    return argument === undefined || !isMeant ? [] : [argument];
  });
  if (taking.length === 0) return;
  const releases = await namesOfReleases(words, env);
  for (const argument of taking) {
    argument.handler = (offer) => {
      for (const { release, state } of releases) offer(release, state);
    };
  }
}

/** The newest releases whose name or title holds what was typed so far; none without an answer. */
async function namesOfReleases(words: readonly string[], env: Env) {
  const [url, person] = [wordAfter(words, '--url'), wordAfter(words, '--as')];
  const typed = words.at(-1) ?? '';
  try {
    const server = await findServer(
      {
        timeoutMs: patienceMs,
        ...(url === undefined ? {} : { url }),
        ...(person === undefined ? {} : { as: person }),
      },
      env,
    );
    const query = { pageSize: mostNames, ...(typed === '' ? {} : { q: typed }) };
    const page = await new Client(server).get<ReleasePageAnswer>('/v1/releases', query);
    return page.releases;
  } catch {
    return [];
  }
}

/** What follows an option of the words, also behind an equals sign. */
function wordAfter(words: readonly string[], option: string): string | undefined {
  const index = words.findIndex((word) => word === option || word.startsWith(`${option}=`));
  const word = words[index];
  if (word === undefined) return undefined;
  return word === option ? words[index + 1] : word.slice(option.length + 1);
}

import type { Command } from 'commander';
import type { Client } from '../http/client.ts';
import type { EventAnswer, EventPageAnswer } from '../http/event-answer.ts';
import { follow } from '../http/follow.ts';
import type { Shell } from '../shell.ts';
import { eventLine } from '../show/event-line.ts';

const patienceMs = 120_000;
const pageSize = 200;

export function addEvents(root: Command, shell: Shell): void {
  root
    .command('events')
    .description(
      'List the ledger of a release: every fact, and every action on a tool before and after it. ' +
        'With --json one JSON document a line.',
    )
    .argument('<release>', 'name of the release')
    .option('-f, --follow', 'go on with each new entry, until it is stopped')
    .action(async (release: string, options: { follow?: boolean }) => {
      const { terminal } = shell;
      const client = await shell.client();
      const entries =
        options.follow === true ? live(client, release, terminal.note) : recorded(client, release);
      for await (const entry of entries) {
        if (terminal.json) terminal.tell(entry);
        terminal.say(eventLine(entry, terminal.paint, new Date()));
      }
    });
}

function live(client: Client, release: string, note: (text: string) => void) {
  return follow(client, release, {
    signal: new AbortController().signal,
    patienceMs,
    onBroken: (failure) => note(`${failure.message} Trying again …`),
    onBack: () => note('The server is back; nothing was missed.'),
  });
}

async function* recorded(client: Client, release: string): AsyncGenerator<EventAnswer> {
  const path = `/v1/releases/${encodeURIComponent(release)}/events`;
  let pageToken: string | undefined;
  do {
    const page: EventPageAnswer = await client.get(path, { pageSize, pageToken });
    yield* page.events;
    pageToken = page.nextPageToken ?? undefined;
  } while (pageToken !== undefined);
}

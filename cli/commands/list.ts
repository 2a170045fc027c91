import type { Command } from 'commander';
import type { ListedAnswer, ReleasePageAnswer } from '../http/answers.ts';
import type { Client, Query } from '../http/client.ts';
import type { Shell } from '../shell.ts';
import { showReleases } from '../show/release-list.ts';
import { parseWhole } from './parse-number.ts';

type ListOptions = {
  readonly state?: string;
  readonly service?: string;
  readonly environment?: string;
  readonly team?: string;
  readonly q?: string;
  readonly pageSize?: number;
  readonly pageToken?: string;
  readonly all?: boolean;
};

export function addList(root: Command, shell: Shell): void {
  root
    .command('list')
    .description('List releases, the newest first.')
    .option('--state <state>', 'phase or state, such as waiting or released')
    .option('--service <service>', 'that bring this service')
    .option('--environment <environment>', 'that go to this environment')
    .option('--team <group>', 'of services that this group owns')
    .option('-q, --q <text>', 'with this text in the name or title')
    .option('--page-size <count>', 'most releases of a page', parseWhole)
    .option('--page-token <token>', 'the page after the one that named this token')
    .option('--all', 'every page')
    .action(async ({ all = false, ...query }: ListOptions) => {
      const { terminal } = shell;
      const client = await shell.client();
      const page = all ? await readAll(client, query) : await readPage(client, query);
      if (terminal.json) terminal.tell(page);
      terminal.say(showReleases(page.releases, terminal.paint, new Date()));
      if (page.nextPageToken === null) return;
      terminal.note(`There are more: --all, or --page-token ${page.nextPageToken}`);
    });
}

function readPage(client: Client, query: Query): Promise<ReleasePageAnswer> {
  return client.get('/v1/releases', query);
}

/** One page after the other, in as few requests as the server allows. */
async function readAll(client: Client, query: Query): Promise<ReleasePageAnswer> {
  const releases: ListedAnswer[] = [];
  let asked: Query = { pageSize: 200, ...query };
  for (;;) {
    const page = await readPage(client, asked);
    releases.push(...page.releases);
    if (page.nextPageToken === null) return { releases, nextPageToken: null };
    asked = { ...asked, pageToken: page.nextPageToken };
  }
}

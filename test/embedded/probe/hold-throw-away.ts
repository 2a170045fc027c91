// A program of its own: tries something out on a PostgreSQL of its own, and never ends.
import { createOwnServers } from '../../../adapters/postgres/own-servers.ts';

const [root = ''] = process.argv.slice(2);

void createOwnServers({ root }).use(async () => {
  process.stdout.write('ready;');
  setInterval(() => undefined, 1000);
  await new Promise(() => undefined);
});

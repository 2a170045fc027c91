// A program of its own: starts a server over a folder, prints its process id, and stays.
import { startPostgres } from '../../../adapters/postgres/start-postgres.ts';
import { startTemporal } from '../../../embedded/toolchain/start-temporal.ts';

const [kind, folder] = process.argv.slice(2);

async function start(): Promise<{ pid: number }> {
  if (kind === 'postgres') return startPostgres({ dataDir: folder ?? '' });
  return startTemporal({
    stateFile: `${folder}/temporal.db`,
    logFile: `${folder}/temporal.log`,
    uiPort: null,
    searchAttributes: [],
  });
}

void start().then((server) => {
  process.stdout.write(`pid=${server.pid};`);
  setInterval(() => undefined, 1000);
});

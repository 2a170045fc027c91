import { startService } from '../../../embedded/stack/service-process.ts';

// Starts the small service, says its process id, and stays until it is killed.
const [logs = '', port = ''] = process.argv.slice(2);
const service = await startService({
  name: 'small',
  file: 'small-service.ts',
  logs,
  cwd: import.meta.dirname,
  env: { PORT: port },
  readyUrl: `http://127.0.0.1:${port}`,
});
process.stdout.write(`${service.pid}\n`);
setInterval(() => {}, 60_000);

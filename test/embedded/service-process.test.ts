import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePort } from '../../adapters/processes/free-port.ts';
import { type ServiceProcess, startService } from '../../embedded/stack/service-process.ts';
import { useTemporaryFolder } from '../support/files/temporary-folder.ts';

const folder = useTemporaryFolder();
const probe = join(__dirname, 'probe');
const owners: ChildProcess[] = [];
const services: ServiceProcess[] = [];

afterEach(async () => {
  for (const owner of owners) owner.kill('SIGKILL');
  for (const service of services) await service.stop();
});

/** Another process that starts the service; resolves to the process id of the service. */
async function startElsewhere(port: number): Promise<{ owner: ChildProcess; pid: number }> {
  const script = [join(probe, 'own-service.ts'), folder.path, String(port)];
  const owner = spawn(process.execPath, script, { stdio: ['ignore', 'pipe', 'inherit'] });
  owners.push(owner);
  const [line] = (await once(owner.stdout, 'data')) as [Buffer];
  return { owner, pid: Number(line.toString()) };
}

async function startHere(port: number): Promise<void> {
  const service = await startService({
    name: 'small',
    file: 'small-service.ts',
    logs: folder.path,
    cwd: probe,
    env: { PORT: String(port) },
    readyUrl: `http://127.0.0.1:${port}`,
  });
  services.push(service);
}

/** What has ended has no command line any more, reaped or not. */
function runs(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}

test('ends a service whose starter was killed, and takes its port', async () => {
  const port = await findFreePort();
  const { owner, pid } = await startElsewhere(port);
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  expect(runs(pid)).toBe(true);

  await startHere(port);
  expect(runs(pid)).toBe(false);
  expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('ready');
});

test('leaves a service alone whose starter lives, and says who that is', async () => {
  const port = await findFreePort();
  const { owner, pid } = await startElsewhere(port);
  await expect(startHere(port)).rejects.toThrow(`process ${owner.pid} started the server`);
  expect(runs(pid)).toBe(true);
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  await startHere(port);
  expect(runs(pid)).toBe(false);
});

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { createFileEvidenceStore } from '../../../adapters/evidence/file-store.ts';
import { createProcessRunner } from '../../../adapters/runners/process.ts';
import { useTemporaryFolder } from '../../support/files/temporary-folder.ts';
import { stepContext } from '../../support/steps/step-context.ts';

const folder = useTemporaryFolder();
beforeEach(() => mkdir(join(folder.path, 'work')));

const options = () => ({
  roots: [join(folder.path, 'work')],
  scratch: join(folder.path, 'scratch'),
  evidence: createFileEvidenceStore({ root: join(folder.path, 'evidence') }),
  graceMs: 500,
});

/**
 * A program that starts another one in its group; both write their ids into a file, and both live
 * long.
 */
const family = (last: string) => `
  const { spawn } = require('node:child_process');
  const stubborn = "process.on('SIGTERM', () => {}); setTimeout(() => {}, 60000)";
  const child = spawn(process.execPath, ['-e', stubborn], { stdio: 'inherit' });
  fs.writeFileSync('pids.tmp', process.pid + ' ' + child.pid);
  fs.renameSync('pids.tmp', 'pids');
  ${last}`;
const order = (last: string, timeoutMs = 60_000) => ({
  command: ['node', '-e', family(last)],
  cwd: join(folder.path, 'work'),
  timeoutMs,
});

async function startedPids(): Promise<readonly number[]> {
  for (;;) {
    const content = await readFile(join(folder.path, 'work', 'pids'), 'utf8').catch(() => '');
    if (content !== '') return content.split(' ').map(Number);
    await sleep(20);
  }
}

/** A process that has ended but that nobody has asked about yet (Z) is not alive. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}

/** Those of the two programs that still live, after they have had time to end. */
async function survivors(): Promise<readonly number[]> {
  const pids = await startedPids();
  expect(pids).toHaveLength(2);
  const deadline = Date.now() + 5_000;
  while (pids.some(isAlive) && Date.now() < deadline) await sleep(20);
  return pids.filter(isAlive);
}

test('a command out of time is ended with all that it started, and a person is asked', async () => {
  const running = createProcessRunner(options()).run(
    order("console.log('still waiting'); setTimeout(() => {}, 60000)", 700),
    stepContext(),
  );
  await expect(running).rejects.toMatchObject({
    kind: 'needs-person',
    code: 'runners/timeout',
    message: expect.stringMatching(/did not end within 700 ms.*still waiting/),
  });
  expect(await survivors()).toEqual([]);
});

test('a command that ignores the request to end is killed after the time of grace', async () => {
  const running = createProcessRunner(options()).run(
    order("process.on('SIGTERM', () => {}); setTimeout(() => {}, 60000)", 700),
    stepContext(),
  );
  await expect(running).rejects.toMatchObject({ code: 'runners/timeout' });
  expect(await survivors()).toEqual([]);
});

test('a stopped step ends its command with all that it started', async () => {
  const stop = new AbortController();
  const running = createProcessRunner(options()).run(
    order('setTimeout(() => {}, 60000)'),
    stepContext(stop.signal),
  );
  running.catch(() => undefined);
  await startedPids();
  stop.abort();
  await expect(running).rejects.toMatchObject({ kind: 'retry', code: 'runners/stopped' });
  expect(await survivors()).toEqual([]);
});

test('what a command leaves running is ended with it, and its exit code counts', async () => {
  const result = await createProcessRunner(options()).run(
    order("console.log('done'); process.exit(4)"),
    stepContext(),
  );
  expect(result).toMatchObject({ exitCode: 4, lastLines: ['done'] });
  expect(await survivors()).toEqual([]);
});

test('a killed supervisor leaves no command behind, and the step is tried again', async () => {
  const running = createProcessRunner(options()).run(
    order("fs.writeFileSync('supervisor', String(process.ppid)); setTimeout(() => {}, 60000)"),
    stepContext(),
  );
  running.catch(() => undefined);
  await startedPids();
  await sleep(100);
  process.kill(Number(await readFile(join(folder.path, 'work', 'supervisor'), 'utf8')), 'SIGKILL');
  await expect(running).rejects.toMatchObject({ kind: 'retry', code: 'runners/lost' });
  expect(await survivors()).toEqual([]);
});

test('a killed worker takes its commands with it', async () => {
  const runnerFile = pathToFileURL(join(process.cwd(), 'adapters/runners/process.ts')).href;
  const script = join(folder.path, 'worker.mts');
  await writeFile(
    script,
    `import { createProcessRunner } from ${JSON.stringify(runnerFile)};
     const { evidence, ...options } = JSON.parse(process.argv[2]);
     const runner = createProcessRunner({ ...options, evidence: { put() {}, get() {} } });
     const signal = new AbortController().signal;
     await runner.run(JSON.parse(process.argv[3]), { heartbeat() {}, signal });`,
  );
  const parameters = [options(), order('setTimeout(() => {}, 60000)')].map((value) =>
    JSON.stringify(value),
  );
  const worker = spawn(process.execPath, [script, ...parameters], { stdio: 'inherit' });
  await startedPids();
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  expect(await survivors()).toEqual([]);
});

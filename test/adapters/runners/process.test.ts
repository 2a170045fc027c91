import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFileEvidenceStore } from '../../../adapters/evidence/file-store.ts';
import {
  createProcessRunner,
  type ProcessRunnerOptions,
} from '../../../adapters/runners/process.ts';
import { useTemporaryFolder } from '../../support/files/temporary-folder.ts';
import { stepContext } from '../../support/steps/step-context.ts';

const folder = useTemporaryFolder();
const evidence = () => createFileEvidenceStore({ root: join(folder.path, 'evidence') });

beforeEach(() => mkdir(join(folder.path, 'work')));

function runner(options: Partial<ProcessRunnerOptions> = {}) {
  return createProcessRunner({
    roots: [join(folder.path, 'work')],
    scratch: join(folder.path, 'scratch'),
    evidence: evidence(),
    graceMs: 500,
    ...options,
  });
}

const order = (command: readonly string[], more: object = {}) => ({
  command,
  cwd: join(folder.path, 'work'),
  timeoutMs: 30_000,
  ...more,
});
const node = (script: string, ...parameters: string[]) =>
  order(['node', '-e', script, ...parameters]);

describe('a command', () => {
  test('gives its exit code, and its output in the order in which it was written', async () => {
    const script = 'for (const n of [1,2,3]) { console.log("out", n); console.error("err", n) }';
    const result = await runner().run(node(`${script}; process.exitCode = 3`), stepContext());
    expect(result.exitCode).toBe(3);
    const lines = ['out 1', 'err 1', 'out 2', 'err 2', 'out 3', 'err 3'];
    expect(result.lastLines).toEqual(lines);
    const log = await evidence().get(result.log.digest);
    expect(Buffer.from(log ?? []).toString()).toBe(`${lines.join('\n')}\n`);
    expect(result.durationMs).toBeGreaterThan(0);
  });

  test('meets its arguments as they are, with no shell between', async () => {
    const hostile = ['$(id)', '; touch x', '`id`', 'a b', '*', '--', '-e'];
    const result = await runner().run(
      node('console.log(JSON.stringify(process.argv.slice(1)))', '--', ...hostile),
      stepContext(),
    );
    expect(JSON.parse(result.lastLines[0] ?? '')).toEqual(hostile);
    expect(await readdir(join(folder.path, 'work'))).toEqual([]);
  });

  test('gets little of the environment, and what it is given', async () => {
    process.env.TIDEGATE_TEST_PASSWORD = 'secret';
    try {
      const print = node('console.log(JSON.stringify(process.env))');
      const given = { ...print, env: { COLOUR: 'blue', CI: 'false' } };
      const result = await runner({ env: { REGION: 'north' } }).run(given, stepContext());
      const environment: Record<string, string> = JSON.parse(result.lastLines[0] ?? '');
      expect(environment).toMatchObject({ COLOUR: 'blue', CI: 'false', REGION: 'north' });
      expect(environment).toHaveProperty('PATH');
      expect(environment).not.toHaveProperty('TIDEGATE_TEST_PASSWORD');
      expect(Object.keys(environment).filter((name) => name.startsWith('NODE_CHANNEL'))).toEqual(
        [],
      );
    } finally {
      delete process.env.TIDEGATE_TEST_PASSWORD;
    }
  });

  test('that says too much keeps its beginning, its end and how much is left out', async () => {
    const script = 'for (let n = 0; n < 20000; n++) console.log("line " + n)';
    const result = await runner({ logLimitBytes: 1_000 }).run(node(script), stepContext());
    const log = Buffer.from((await evidence().get(result.log.digest)) ?? []).toString();
    expect(log).toMatch(/^line 0\nline 1\n.*\[… \d+ bytes are left out here …\].*line 19999\n$/s);
    expect(log.length).toBeLessThan(1_100);
    expect(result.lastLines).toHaveLength(20);
    expect(result.lastLines.at(-1)).toBe('line 19999');
  });

  test('in the scratch folder finds it empty, and so does the next one', async () => {
    const scratch = join(folder.path, 'scratch');
    const look = 'console.log(fs.readdirSync(".").length); fs.writeFileSync("left", "")';
    for (const _ of [1, 2]) {
      const result = await runner().run({ ...node(look), cwd: scratch }, stepContext());
      expect(result.lastLines).toEqual(['0']);
    }
    expect(await readdir(scratch)).toEqual([]);
  });

  test('shows its last line while it runs', async () => {
    const context = stepContext();
    await runner().run(
      node('console.log("\\x1b[32mhalf way"); setTimeout(() => {}, 2300)'),
      context,
    );
    expect(context.heartbeats).toContain('node: half way');
  });
});

describe('a command is refused', () => {
  test('outside of the given folders, also through a link', async () => {
    await symlink('/', join(folder.path, 'work', 'way-out'));
    for (const cwd of [
      '/',
      join(folder.path, 'work', 'way-out'),
      join(folder.path, 'work', '..'),
    ]) {
      await expect(runner().run({ ...node(''), cwd }, stepContext())).rejects.toMatchObject({
        kind: 'terminal',
        code: 'runners/folder-outside',
      });
    }
  });

  test('when its program does not exist, by name', async () => {
    await expect(runner().run(order(['no-such-program']), stepContext())).rejects.toMatchObject({
      kind: 'terminal',
      code: 'runners/program-missing',
      message: 'There is no program "no-such-program" on this machine.',
    });
  });

  test('when its program is a file that is not executable', async () => {
    await writeFile(join(folder.path, 'work', 'notes.txt'), 'echo hello');
    await expect(runner().run(order(['./notes.txt']), stepContext())).rejects.toMatchObject({
      kind: 'terminal',
      code: 'runners/program-not-started',
      message: expect.stringContaining('EACCES'),
    });
  });

  test('when it has no words', async () => {
    await expect(runner().run(order([]), stepContext())).rejects.toMatchObject({
      code: 'runners/empty-command',
    });
  });

  test('when the step has been stopped already', async () => {
    const stopped = stepContext(AbortSignal.abort());
    const write = node('fs.writeFileSync("ran", "")');
    await expect(runner().run(write, stopped)).rejects.toMatchObject({
      kind: 'retry',
      code: 'runners/stopped',
    });
    expect(await readdir(join(folder.path, 'work'))).toEqual([]);
  });
});

describe('a command that dies', () => {
  test('by a signal of its own is a failure that a person looks at', async () => {
    const suicide = node('console.log("so long"); process.kill(process.pid, "SIGKILL")');
    await expect(runner().run(suicide, stepContext())).rejects.toMatchObject({
      kind: 'needs-person',
      code: 'runners/killed',
      message: expect.stringMatching(/signal SIGKILL.*so long/),
      remedy: expect.stringMatching(/evidence\/[0-9a-f]{64}/),
    });
  });
});

import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { type Outcome, projectFile, type RunningNode, startNode } from './probe/run-node.ts';

let clone: string;

/** A project of its own with the real bootstrap and without dependencies. */
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'tidegate-clone-'));
  cpSync(projectFile('scripts'), join(clone, 'scripts'), { recursive: true });
  write('package.json', { name: 'clone', version: '1.0.0', type: 'module' });
  write('package-lock.json', lockFile({}));
  writeFileSync(join(clone, 'target.ts'), 'const exit: number = 3; process.exitCode = exit;');
});

afterEach(() => rmSync(clone, { recursive: true, force: true }));

function write(name: string, content: unknown): void {
  writeFileSync(join(clone, name), JSON.stringify(content));
}

function lockFile(packages: Record<string, unknown>): unknown {
  const root = { name: 'clone', version: '1.0.0' };
  return {
    name: 'clone',
    version: '1.0.0',
    lockfileVersion: 3,
    packages: { '': root, ...packages },
  };
}

function start(args: readonly string[], path = process.env.PATH): RunningNode {
  const nodeFirst = [dirname(process.execPath), path].join(delimiter);
  const env = { ...process.env, PATH: path === process.env.PATH ? nodeFirst : path };
  return startNode([join(clone, 'scripts/bootstrap.mjs'), ...args], env);
}

function run(...args: string[]): Promise<Outcome> {
  return start(args).outcome;
}

describe('the bootstrap', () => {
  test('installs once, and again when the lock file has changed', async () => {
    const installing = 'Installing the dependencies with npm ci';
    expect((await run('target.ts')).stderr).toContain(`${installing}: done in`);
    expect((await run('target.ts')).stderr).toBe('');
    const absent = { version: '1.0.0', optional: true, os: ['none'] };
    write('package.json', { name: 'clone', version: '1.0.1', type: 'module' });
    write('package-lock.json', lockFile({ 'node_modules/absent': absent }));
    expect((await run('target.ts')).stderr).toContain(installing);
  });

  test('lets one of two that start at once install, and both go on', async () => {
    const outcomes = await Promise.all([run('target.ts'), run('target.ts')]);
    expect(outcomes.map(({ code }) => code)).toEqual([3, 3]);
    const lines = outcomes.map(({ stderr }) => stderr).join('');
    expect(lines.match(/npm ci: done in/g)).toHaveLength(1);
  });

  test('does not install over what npm install has put there', async () => {
    mkdirSync(join(clone, 'node_modules'));
    write('node_modules/.package-lock.json', { packages: {} });
    expect((await run('target.ts')).stderr).toBe('');
  });

  test('hands on arguments, output and exit code', async () => {
    const source = 'console.log(process.argv.slice(2).join()); process.exitCode = 7;';
    writeFileSync(join(clone, 'target.ts'), source);
    expect(await run('target.ts', 'a', '--b')).toMatchObject({ code: 7, stdout: 'a,--b\n' });
  });

  test('runs the program of an installed package', async () => {
    await run('target.ts');
    mkdirSync(join(clone, 'node_modules/.bin'), { recursive: true });
    writeFileSync(join(clone, 'node_modules/tool.cjs'), 'console.log("tool", process.argv[2]);');
    symlinkSync('../tool.cjs', join(clone, 'node_modules/.bin/tool'));
    expect((await run('--bin', 'tool', 'x')).stdout).toBe('tool x\n');
  });

  test('passes a signal on and ends as its target ends', async () => {
    const source =
      "process.on('SIGTERM', () => { console.log('told'); process.exit(5); });" +
      "setInterval(() => {}, 1000); console.log('ready');";
    writeFileSync(join(clone, 'target.ts'), source);
    const running = start(['target.ts']);
    await running.printed('ready');
    process.kill(running.pid, 'SIGTERM');
    expect(await running.outcome).toMatchObject({ code: 5, stdout: 'ready\ntold\n' });
  });

  test('names the remedy when there is no npm', async () => {
    const { code, stderr } = await start(['target.ts'], join(clone, 'empty')).outcome;
    expect(code).toBe(1);
    expect(stderr).toContain('There is no npm on PATH. Install Node.js 20 or later');
  });

  test('names the remedy when package.json and the lock file differ', async () => {
    mkdirSync(join(clone, 'part'));
    write('part/package.json', { name: 'part', version: '1.0.0' });
    write('package.json', { name: 'clone', version: '1.0.0', dependencies: { part: 'file:part' } });
    const { code, stderr } = await run('target.ts');
    expect(code).toBe(1);
    expect(stderr).toContain('Run "npm install" once and commit both');
  });

  test('says how it is used when the target is missing', async () => {
    expect((await run('nowhere.ts')).stderr).toMatch(/There is no .*nowhere\.ts\. Usage: node/);
    expect((await run()).stderr).toContain('Usage: node');
  });
});

describe('the lock file', () => {
  test('names the builds for every platform, without which npm ci refuses it', () => {
    const lock: unknown = JSON.parse(readFileSync(projectFile('package-lock.json'), 'utf8'));
    expect(missingOptional(lock)).toEqual([]);
  });
});

interface Locked {
  readonly packages: Record<string, { optionalDependencies?: Record<string, string> }>;
}

function missingOptional(lock: unknown): string[] {
  const { packages } = lock as Locked;
  const names = Object.keys(packages);
  const wanted = Object.values(packages).flatMap((entry) =>
    Object.keys(entry.optionalDependencies ?? {}),
  );
  return wanted.filter((name) => !names.some((path) => path.endsWith(`node_modules/${name}`)));
}

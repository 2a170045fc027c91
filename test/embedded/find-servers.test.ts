import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Outcome, projectFile, startNode } from './probe/run-node.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-find-'));
  path = join(folder, 'bin');
  mkdirSync(path);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Looks for a server with nothing on PATH but the stand-ins, and with no network. */
function find(server: string, more: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const env = {
    PATH: path,
    HOME: folder,
    TIDEGATE_CACHE: join(folder, 'cache'),
    HTTPS_PROXY: 'http://127.0.0.1:9',
    ...more,
  };
  return startNode([projectFile('test/embedded/probe/find-server.ts'), server], env).outcome;
}

/** A program on PATH that notes its calls; `script` is sh, with the programs of the system. */
function standIn(name: string, script: string): () => string[] {
  const calls = join(folder, `${name}.calls`);
  const body = `PATH=/usr/bin:/bin\necho "$@" >> ${calls}\n${script}`;
  writeFileSync(join(path, name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(path, name), 0o755);
  return () => readFileSync(calls, 'utf8').trim().split('\n');
}

const goBuild = 'sleep 1; echo "#!/bin/sh" > "$GOBIN/temporal"; chmod +x "$GOBIN/temporal"';

describe('the search for the Temporal CLI', () => {
  test('takes TEMPORAL_CLI before what is on PATH', async () => {
    standIn('temporal', '');
    standIn('mine', '');
    const named = await find('temporal-cli', { TEMPORAL_CLI: join(path, 'mine') });
    expect(named.stdout).toBe(join(path, 'mine'));
    expect((await find('temporal-cli')).stdout).toBe(join(path, 'temporal'));
  });

  test('says so when TEMPORAL_CLI names nothing that can be run', async () => {
    const outcome = await find('temporal-cli', { TEMPORAL_CLI: '/nowhere/temporal' });
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain(
      'TEMPORAL_CLI names /nowhere/temporal, which is no executable',
    );
  });

  test('names every remedy when there is neither CLI nor network nor Go', async () => {
    const { code, stderr } = await find('temporal-cli');
    expect(code).toBe(1);
    for (const remedy of ['install the Temporal CLI', 'TEMPORAL_CLI', 'Go', 'TEMPORAL_ADDRESS']) {
      expect(stderr).toContain(remedy);
    }
  });

  test('builds once with Go, for all who ask meanwhile and later', async () => {
    const calls = standIn('go', goBuild);
    const first = await Promise.all([find('temporal-cli'), find('temporal-cli')]);
    const later = await find('temporal-cli');
    const built = join(folder, 'cache', 'bin', 'temporal-1.5.1');
    expect([...first, later].map((outcome) => outcome.stdout)).toEqual([built, built, built]);
    expect(calls()).toEqual(['install github.com/temporalio/cli/cmd/temporal@v1.5.1']);
    expect(later.stderr).toBe('');
  });

  test('reports what Go said, and tries again the next time', async () => {
    const calls = standIn('go', 'echo "no space left on device" >&2; exit 1');
    const outcome = await find('temporal-cli');
    expect(outcome.stderr).toContain('no space left on device');
    await find('temporal-cli');
    expect(calls()).toHaveLength(2);
  });
});

describe('the search for the time-skipping server', () => {
  const mvnCopy =
    'for a in "$@"; do case $a in -DoutputDirectory=*) mkdir -p "${a#*=}";; esac; done';

  test('names every remedy when there is neither Java nor network', async () => {
    const { code, stderr } = await find('time-skipping');
    expect(code).toBe(1);
    for (const remedy of ['Java', 'Maven', 'temporal.download']) expect(stderr).toContain(remedy);
  });

  test('fetches it once with Maven', async () => {
    standIn('java', '');
    const calls = standIn('mvn', mvnCopy);
    const [first, second] = [await find('time-skipping'), await find('time-skipping')];
    const wrapper = join(folder, 'cache', 'temporal-test-server-1.38.0', 'temporal-test-server');
    expect([first?.stdout, second?.stdout]).toEqual([wrapper, wrapper]);
    expect(calls()).toHaveLength(1);
  });
});

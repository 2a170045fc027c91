import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson } from '../../../adapters/durable-state/read-json.ts';
import { tryFileLock, withFileLock } from '../../../adapters/durable-state/with-file-lock.ts';
import { writeJson } from '../../../adapters/durable-state/write-json.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidegate-durable-state-'));
});

afterEach(() => rm(folder, { recursive: true }));

const wait = (timeoutMs: number) => ({
  timeoutMs,
  signal: new AbortController().signal,
  waiting: () => {},
});

/** Another process that holds the lock of a file. */
async function holdElsewhere(path: string): Promise<ChildProcess> {
  const script = join(import.meta.dirname, '../../support/durable-state/hold-lock.ts');
  const holder = spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(holder.stdout ?? holder, 'data')) as [Buffer];
  expect(said.toString()).toBe('held');
  return holder;
}

describe('a file lock', () => {
  test('lets one call at a time work', async () => {
    const path = join(folder, 'a.lock');
    let atWork = 0;
    const work = async () => {
      atWork += 1;
      expect(atWork).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 30));
      atWork -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withFileLock(path, wait(5_000), work)));
  });

  test('is kept by a suspended process and given up by a killed one', async () => {
    const path = join(folder, 'b.lock');
    const holder = await holdElsewhere(path);
    holder.kill('SIGSTOP');
    const refused = withFileLock(path, wait(300), async () => 'worked');
    await expect(refused).rejects.toMatchObject({ kind: 'retry', code: 'state/locked' });

    holder.kill('SIGKILL');
    await once(holder, 'exit');
    await expect(withFileLock(path, wait(300), async () => 'worked')).resolves.toBe('worked');
  });

  test('can be tried without waiting', async () => {
    const path = join(folder, 'c.lock');
    const unlock = await tryFileLock(path);
    expect(await tryFileLock(path)).toBeNull();
    unlock?.();
    expect(await tryFileLock(path)).not.toBeNull();
  });
});

describe('a state file', () => {
  const shape = z.object({ count: z.number() });

  test('is replaced whole, for its owner alone, and leaves nothing else behind', async () => {
    const path = join(folder, 'deep/state.json');
    await writeJson(path, { count: 1 });
    await Promise.all([2, 3, 4].map((count) => writeJson(path, { count })));

    expect([2, 3, 4]).toContain((await readJson(path, shape))?.count);
    expect(await readdir(join(folder, 'deep'))).toEqual(['state.json']);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('is null where there is none, and needs a person where it is damaged', async () => {
    const path = join(folder, 'state.json');
    expect(await readJson(path, shape)).toBeNull();
    for (const damaged of ['{"count": 1', '{"count": "many"}']) {
      await writeFile(path, damaged);
      await expect(readJson(path, shape)).rejects.toMatchObject({
        kind: 'needs-person',
        code: 'state/damaged',
        message: expect.stringContaining(path),
      });
    }
  });
});

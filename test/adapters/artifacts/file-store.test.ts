import {
  chmod,
  copyFile,
  link,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createFileArtifactStore } from '../../../adapters/artifacts/file-store.ts';
import { runTool } from '../../support/files/run-tool.ts';
import { useTemporaryFolder } from '../../support/files/temporary-folder.ts';

const folder = useTemporaryFolder();
const at = (...parts: string[]) => join(folder.path, ...parts);
const store = () => createFileArtifactStore({ root: at('store') });
const order = (name: string, more: object = {}) => ({
  component: 'web',
  version: '1.0.0',
  folder: at(name),
  ...more,
});

type Content = Readonly<Record<string, string>>;
const content: Content = {
  'package.json': '{}',
  'bin/run': '#!/bin/sh',
  'lib/ä.js': 'x',
  'lib/B': '',
};

async function build(name: string, files: Content = content): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(at(name, path)), { recursive: true });
    await writeFile(at(name, path), text);
  }
  if (files === content) await chmod(at(name, 'bin/run'), 0o755);
}

describe('an artifact', () => {
  test('is a read-only file named by the digest that sha256sum finds', async () => {
    await build('dist');
    const { digest, sizeBytes } = await store().pack(order('dist'));
    const archive = at('store', `${digest.replace(':', '-')}.tgz`);
    expect(await store().fetch(digest)).toBe(archive);
    expect(runTool('sha256sum', archive)).toContain(digest.replace('sha256:', ''));
    expect(await stat(archive)).toMatchObject({ size: sizeBytes });
    expect((await stat(archive)).mode & 0o222).toBe(0);
    expect((await readdir(at('store'))).filter((name) => name.startsWith('incoming'))).toEqual([]);
  });

  test('holds its files in order, with no owner, no time and plain rights', async () => {
    await build('dist');
    await mkdir(at('dist', 'empty'));
    await symlink('../bin/run', at('dist', 'lib', 'start'));
    const { digest } = await store().pack(order('dist'));
    const listing = runTool('tar', 'tvf', await store().fetch(digest), '--numeric-owner');
    const day = '1970-01-01 00:00';
    expect(
      listing
        .trim()
        .split('\n')
        .map((line) => line.replace(/ +/g, ' ')),
    ).toEqual([
      `drwxr-xr-x 0/0 0 ${day} bin/`,
      `-rwxr-xr-x 0/0 9 ${day} bin/run`,
      `drwxr-xr-x 0/0 0 ${day} empty/`,
      `drwxr-xr-x 0/0 0 ${day} lib/`,
      `-rw-r--r-- 0/0 0 ${day} lib/B`,
      `lrwxr-xr-x 0/0 0 ${day} lib/start -> ../bin/run`,
      `-rw-r--r-- 0/0 1 ${day} lib/ä.js`,
      `-rw-r--r-- 0/0 2 ${day} package.json`,
    ]);
  });
});

describe('the bytes of an artifact', () => {
  test('are the same wherever, whenever and with whatever rights it was built', async () => {
    await build('one');
    await mkdir(at('elsewhere'));
    const umask = process.umask(0o077);
    try {
      await build('elsewhere/two', Object.fromEntries(Object.entries(content).toReversed()));
    } finally {
      process.umask(umask);
    }
    await chmod(at('elsewhere/two/bin/run'), 0o700);
    await chmod(at('one/package.json'), 0o666);
    await utimes(at('one/package.json'), new Date(1e12), new Date(1e12));
    await link(at('one/package.json'), at('a-second-name'));
    const one = await store().pack(order('one'));
    const other = createFileArtifactStore({ root: at('other-store') });
    const two = await other.pack(order('elsewhere/two'));
    expect(two).toEqual(one);
    const bytes = await readFile(await store().fetch(one.digest));
    expect(bytes.equals(await readFile(await other.fetch(two.digest)))).toBe(true);
    // RFC 1952: no time of compression (bytes 4 to 7), and no word about the system (255).
    expect([...bytes.subarray(4, 8), bytes[9]]).toEqual([0, 0, 0, 0, 255]);
  });

  test('are the same for two names of one file as for two copies of it', async () => {
    await build('linked', { a: 'same' });
    await link(at('linked/a'), at('linked/b'));
    await build('copied', { a: 'same', b: 'same' });
    const { digest } = await store().pack(order('linked'));
    expect((await store().pack(order('copied'))).digest).toBe(digest);
  });

  test.each([
    ['a byte', (name: string) => writeFile(at(name, 'package.json'), '[]')],
    ['a name', (name: string) => copyFile(at(name, 'lib/B'), at(name, 'lib/C'))],
    ['the right to run', (name: string) => chmod(at(name, 'lib/B'), 0o755)],
  ])('are others when %s differs', async (_what, change) => {
    await build('one');
    await build('two');
    await change('two');
    const [one, two] = [
      await store().pack(order('one')),
      await store().pack(order('two', { version: '1.0.1' })),
    ];
    expect(two.digest).not.toBe(one.digest);
  });
});

describe('a version', () => {
  test('packed again with the same content is the same artifact', async () => {
    await build('dist');
    const [one, two] = await Promise.all([
      store().pack(order('dist')),
      store().pack(order('dist')),
    ]);
    expect(two).toEqual(one);
    expect(await store().pack(order('dist'))).toEqual(one);
  });

  test('never becomes something else, and what was refused is not kept', async () => {
    await build('dist');
    const { digest } = await store().pack(order('dist'));
    await writeFile(at('dist', 'package.json'), '{"changed":true}');
    await expect(store().pack(order('dist'))).rejects.toMatchObject({
      kind: 'terminal',
      code: 'artifacts/version-taken',
      message: expect.stringContaining(digest),
    });
    expect((await readdir(at('store'))).toSorted()).toEqual([
      `${digest.replace(':', '-')}.tgz`,
      'versions',
    ]);
  });

  test.each(['../1.0.0', '', '1.0.0/x', '.hidden'])('cannot be named %j', async (version) => {
    await build('dist');
    await expect(store().pack(order('dist', { version }))).rejects.toMatchObject({
      code: 'artifacts/bad-name',
    });
  });
});

describe('a stored archive', () => {
  test('whose bytes were changed is never handed out nor trusted', async () => {
    await build('dist');
    const { digest } = await store().pack(order('dist'));
    const archive = await store().fetch(digest);
    await chmod(archive, 0o644);
    const bytes = await readFile(archive);
    bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40);
    await writeFile(archive, bytes);
    const failure = { kind: 'needs-person', code: 'artifacts/damaged' };
    await expect(store().fetch(digest)).rejects.toMatchObject(failure);
    await expect(store().pack(order('dist'))).rejects.toMatchObject(failure);
  });

  test('that has gone asks for a person, and what is no digest is refused', async () => {
    await build('dist');
    const { digest } = await store().pack(order('dist'));
    await rm(await store().fetch(digest));
    await expect(store().fetch(digest)).rejects.toMatchObject({
      kind: 'needs-person',
      code: 'artifacts/missing',
    });
    await expect(store().fetch('../../etc/passwd')).rejects.toMatchObject({
      kind: 'terminal',
      code: 'artifacts/bad-digest',
    });
  });
});

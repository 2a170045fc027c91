import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { createFileArtifactStore } from '../../../adapters/artifacts/file-store.ts';
import { runTool } from '../../support/files/run-tool.ts';
import { useTemporaryFolder } from '../../support/files/temporary-folder.ts';

const folder = useTemporaryFolder();
const at = (...parts: string[]) => join(folder.path, ...parts);

async function build(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(at('dist', path)), { recursive: true });
    await writeFile(at('dist', path), text);
  }
}

function pack(name = 'dist', limitBytes = 10_000) {
  const store = createFileArtifactStore({ root: at('store'), limitBytes });
  return store.pack({ component: 'web', version: '1.0.0', folder: at(name) });
}

describe('a folder is refused', () => {
  test.each([
    ['a link out of it', '../../etc/passwd'],
    ['a link out of it and back', '../dist/lib'],
    ['an absolute link', '/etc/passwd'],
    ['a link to nothing', 'nowhere'],
    ['a link that goes up again', 'lib/../lib'],
  ])('with %s', async (_what, target) => {
    await build({ 'lib/a': '' });
    await symlink(target, at('dist', 'x'));
    await expect(pack()).rejects.toMatchObject({
      kind: 'terminal',
      code: 'artifacts/stray-link',
      message: expect.stringContaining(`x leads to ${target}`),
    });
  });

  test('with links that lead out only together', async () => {
    await build({ 'a/b/deep': '', 'r/x': '', 'a/dist/decoy': '' });
    await symlink('../../r', at('dist/a/b/d'));
    await symlink('a/b/d/../../dist', at('dist/out'));
    await expect(pack()).rejects.toThrow(/The link out leads to/);
  });

  test('with a pipe, or a socket', async () => {
    await build({ a: '' });
    runTool('mkfifo', at('dist', 'p'));
    await expect(pack()).rejects.toMatchObject({ code: 'artifacts/not-a-file' });
    await build({ a: '' });
    const server = createServer().listen(at('dist', 's'));
    await new Promise((resolve) => server.once('listening', resolve));
    await rm(at('dist', 'p'));
    await expect(pack()).rejects.toMatchObject({
      code: 'artifacts/not-a-file',
      message: expect.stringMatching(/^s is neither/),
    });
    await new Promise((resolve) => server.close(resolve));
  });

  test('without a file, and when it is none', async () => {
    await mkdir(at('dist', 'deep'), { recursive: true });
    await writeFile(at('file'), '');
    await expect(pack()).rejects.toMatchObject({ code: 'artifacts/empty-folder' });
    await expect(pack('file')).rejects.toMatchObject({ code: 'artifacts/no-folder' });
    await expect(pack('nowhere')).rejects.toMatchObject({ code: 'artifacts/no-folder' });
  });

  test('with more bytes than the limit', async () => {
    await build({ a: 'x'.repeat(60), b: 'x'.repeat(60) });
    await expect(pack('dist', 119)).rejects.toMatchObject({
      kind: 'terminal',
      code: 'artifacts/too-large',
    });
    expect((await pack('dist', 120)).digest).toMatch(/^sha256:/);
  });
});

test('links inside the folder are packed, whichever way they go', async () => {
  await build({ 'lib/a': '', 'bin/b': '' });
  await symlink('../lib/a', at('dist/bin/up'));
  await symlink('./lib', at('dist/down'));
  await symlink('bin/up', at('dist/further'));
  expect((await pack()).digest).toMatch(/^sha256:/);
});

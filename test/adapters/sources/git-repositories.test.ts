import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGitSource } from '../../../adapters/sources/git.ts';
import { createRepository, git } from '../../support/files/git-repository.ts';
import { useTemporaryFolder } from '../../support/files/temporary-folder.ts';
import { stepContext } from '../../support/steps/step-context.ts';

const folder = useTemporaryFolder();
let repository: ReturnType<typeof createRepository>;
beforeEach(() => {
  repository = createRepository(join(folder.path, 'repository'));
  repository.commit('web/index.js', 'one', 'ana@example.org');
  repository.git('tag', 'v1.0.0');
});

const checkout = (more: object = {}) =>
  createGitSource({ root: join(folder.path, 'checkouts') }).checkout(
    { key: 'web', repository: repository.path, path: 'web', tag: 'v1.0.0', ...more },
    stepContext(),
  );

describe('a repository', () => {
  test('does not lead out of the checkout by a link, nor into what git keeps', async () => {
    await symlink('/etc', join(repository.path, 'away'));
    await symlink('.git', join(repository.path, 'inner'));
    repository.commit('x', 'x', 'ana@example.org');
    repository.git('tag', 'v1.1.0');
    const tag = 'v1.1.0';
    await expect(checkout({ tag, path: 'away' })).rejects.toThrow(/no folder "away"/);
    await expect(checkout({ tag, path: 'inner' })).rejects.toThrow(/leads out/);
    await expect(checkout({ tag, path: 'x' })).rejects.toThrow(/no folder "x"/);
  });

  test('whose tag cannot be checked out clean is refused for good, with the files', async () => {
    repository.commit('notes.txt', 'one\r\ntwo\r\n', 'ana@example.org');
    await writeFile(join(repository.path, '.gitattributes'), '*.txt text\n');
    repository.git('add', '.gitattributes');
    repository.git('-c', 'user.email=ana@example.org', 'commit', '--quiet', '--message=attributes');
    repository.git('tag', 'v1.1.0');
    await expect(checkout({ tag: 'v1.1.0' })).rejects.toMatchObject({
      kind: 'terminal',
      code: 'sources/never-clean',
      message: expect.stringContaining('notes.txt'),
    });
  });

  test('with a cut-off history is refused, because its authors are unknown', async () => {
    repository.commit('web/index.js', 'two', 'bo@example.org');
    const cut = join(folder.path, 'cut');
    git(folder.path, 'clone', '--quiet', '--depth=1', `file://${repository.path}`, cut);
    git(cut, 'tag', 'v1.0.0');
    await expect(checkout({ repository: cut })).rejects.toMatchObject({ code: 'sources/shallow' });
  });

  test('that is none is refused for good, in the words of git', async () => {
    await expect(checkout({ repository: folder.path })).rejects.toMatchObject({
      kind: 'terminal',
      code: 'sources/not-cloned',
      message: expect.stringMatching(/cannot be cloned: .*does not exist/),
    });
  });

  test('that cannot be reached is tried again, and its password is not told', async () => {
    const address = 'http://ana:secret@127.0.0.1:1/web.git';
    const failure = await checkout({ repository: address }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'retry', code: 'sources/not-cloned' });
    expect(JSON.stringify(failure) + String(failure)).not.toContain('secret');
  });
});

describe('what this machine has configured for git', () => {
  test('is not run in a checkout', async () => {
    const ran = join(folder.path, 'ran');
    const home = join(folder.path, 'home');
    await mkdir(join(home, 'templates', 'hooks'), { recursive: true });
    const hook = join(home, 'templates', 'hooks', 'post-checkout');
    await writeFile(hook, `#!/bin/sh\ntouch ${ran}\n`, { mode: 0o755 });
    const hooks = `[core]\nhooksPath = ${home}/templates/hooks\n`;
    const templates = `[init]\ntemplateDir = ${home}/templates\n`;
    await writeFile(join(home, '.gitconfig'), hooks + templates);
    const before = process.env.HOME;
    process.env.HOME = home;
    try {
      // The machine's git would run it, so the next expectation can fail.
      const plain = ['clone', '--quiet', repository.path, join(folder.path, 'plain')];
      await once(spawn('git', plain, { env: { PATH: process.env.PATH, HOME: home } }), 'exit');
      expect(await readdir(folder.path)).toContain('ran');
      await rm(ran);
      await checkout();
      expect(await readdir(folder.path)).not.toContain('ran');
    } finally {
      process.env.HOME = before;
    }
  });
});

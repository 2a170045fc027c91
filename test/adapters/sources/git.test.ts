import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { createGitSource } from '../../../adapters/sources/git.ts';
import { createRepository, git } from '../../support/files/git-repository.ts';
import { useTemporaryFolder } from '../../support/files/temporary-folder.ts';
import { stepContext } from '../../support/steps/step-context.ts';

const folder = useTemporaryFolder();
let repository: ReturnType<typeof createRepository>;
let tagged: string;
beforeEach(() => {
  repository = createRepository(join(folder.path, 'repository'));
  tagged = repository.commit('web/index.js', 'one', 'ana@example.org');
  repository.git('tag', '-a', 'v1.0.0', '-m', 'one');
  repository.commit('web/index.js', 'two', 'bo@example.org');
});

const root = () => join(folder.path, 'checkouts');
const order = (more: object = {}) => ({
  key: 'spring/build/web',
  repository: repository.path,
  path: 'web',
  tag: 'v1.0.0',
  ...more,
});
const checkout = (more: object = {}) =>
  createGitSource({ root: root() }).checkout(order(more), stepContext());

describe('a checkout', () => {
  test('is the commit of the tag, clean, in the folder of the component', async () => {
    const made = await checkout();
    expect(made.commit).toBe(tagged);
    expect(await readFile(join(made.folder, 'index.js'), 'utf8')).toBe('one');
    expect(git(made.folder, 'rev-parse', 'HEAD')).toBe(tagged);
    expect(git(made.folder, 'status', '--porcelain')).toBe('');
    expect(await readdir(root())).toHaveLength(1);
  });

  test('is found again under its key, with what a build has added to it', async () => {
    const { folder: component } = await checkout();
    await writeFile(join(component, 'bundle.js'), 'built');
    repository.git('tag', '--force', 'v1.0.0', 'main');
    const again = await checkout();
    expect(again).toMatchObject({ commit: tagged, folder: component });
    expect(await readdir(component)).toContain('bundle.js');
  });

  test('is made anew under another key', async () => {
    const [one, other] = [await checkout(), await checkout({ key: 'summer/build/web' })];
    expect(other.commit).toBe(one.commit);
    expect(other.folder).not.toBe(one.folder);
  });

  test('ordered twice at a time is one', async () => {
    const [one, other] = await Promise.all([checkout(), checkout()]);
    expect(one).toEqual(other);
    expect(await readdir(root())).toHaveLength(1);
  });
});

describe('a checkout that is not what it was', () => {
  test('with a changed tracked file is reported, and made anew afterwards', async () => {
    const { folder: component } = await checkout();
    await writeFile(join(component, 'index.js'), 'changed');
    await expect(checkout()).rejects.toMatchObject({
      kind: 'needs-person',
      code: 'sources/checkout-changed',
      message: expect.stringContaining('web/index.js'),
    });
    const again = await checkout();
    expect(await readFile(join(again.folder, 'index.js'), 'utf8')).toBe('one');
  });

  test.each([
    ['moved to another commit', (at: string) => git(at, 'checkout', '--quiet', 'origin/main')],
    ['robbed of its history', (at: string) => rm(join(at, '..', '.git'), { recursive: true })],
  ])('that was %s is reported', async (_what, spoil) => {
    await spoil((await checkout()).folder);
    await expect(checkout()).rejects.toMatchObject({ code: 'sources/checkout-changed' });
  });

  test('of something else under the same key is refused', async () => {
    await checkout();
    repository.git('tag', 'v2.0.0');
    await expect(checkout({ tag: 'v2.0.0' })).rejects.toMatchObject({
      kind: 'terminal',
      code: 'sources/key-reused',
    });
  });

  test('whose worker is killed leaves nothing half, and the next attempt makes it', async () => {
    for (let n = 0; n < 40; n += 1)
      await writeFile(join(repository.path, `f${n}`), 'x'.repeat(9_999));
    repository.commit('more', 'more', 'ana@example.org');
    repository.git('tag', 'v1.1.0');
    const sourceFile = pathToFileURL(join(process.cwd(), 'adapters/sources/git.ts')).href;
    const script = join(folder.path, 'worker.mts');
    await writeFile(
      script,
      `import { createGitSource } from ${JSON.stringify(sourceFile)};
       const context = { heartbeat() {}, signal: new AbortController().signal };
       const [root, order] = process.argv.slice(2);
       await createGitSource({ root }).checkout(JSON.parse(order), context);`,
    );
    const parameters = [script, root(), JSON.stringify(order({ tag: 'v1.1.0' }))];
    const worker = spawn(process.execPath, parameters, { stdio: 'inherit' });
    while ((await readdir(root()).catch(() => [])).length === 0) await sleep(2);
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    const made = await checkout({ tag: 'v1.1.0' });
    expect(git(made.folder, 'status', '--porcelain')).toBe('');
    expect(await readdir(join(made.folder, '..'))).toContain('f39');
  });
});

describe('what is not a tag', () => {
  test.each([
    ['main', '"main" is a branch.'],
    ['v1.0.1', '"v1.0.1" is not a tag of the repository.'],
    ['v1.0.0^{commit}', '"v1.0.0^{commit}" cannot be the name of a tag.'],
    ['heads/main', '"heads/main" is not a tag of the repository.'],
  ])('is refused for good: %s', async (tag, message) => {
    await expect(checkout({ tag })).rejects.toMatchObject({ kind: 'terminal', message });
    expect(await readdir(root())).toEqual([]);
  });

  test('is refused as a commit, and as a tag of something else', async () => {
    await expect(checkout({ tag: tagged })).rejects.toThrow(/is a commit/);
    repository.git('tag', 'tree', 'v1.0.0^{tree}');
    await expect(checkout({ tag: 'tree' })).rejects.toThrow(/no commit/);
  });

  test('is told with the nearest tags', async () => {
    for (const tag of ['v1.0.1', 'v1.1.0', 'v9.9.9', 'nightly']) repository.git('tag', tag);
    await expect(checkout({ tag: 'v1.0.2' })).rejects.toMatchObject({
      code: 'sources/not-a-tag',
      remedy: 'Releases are made from tags. The nearest are v1.0.0, v1.0.1, v1.1.0.',
    });
  });
});

describe('an order is refused before anything is fetched', () => {
  test.each([
    ['a repository like an option', { repository: '--upload-pack=touch x' }, 'suspicious-argument'],
    ['a repository that is a program', { repository: 'ext::sh -c id' }, 'suspicious-argument'],
    ['a tag like an option', { tag: '--force' }, 'suspicious-argument'],
    ['a path out of the checkout', { path: 'web/../..' }, 'path-outside'],
    ['an absolute path', { path: '/etc' }, 'path-outside'],
    ['the folder of git', { path: '.git' }, 'path-outside'],
    ['a repository that is not there', { repository: '/no/such/repository' }, 'no-repository'],
  ])('for %s', async (_what, more, code) => {
    await expect(checkout(more)).rejects.toMatchObject({
      kind: 'terminal',
      code: `sources/${code}`,
    });
  });

  test('for a step that was stopped', async () => {
    const stopped = stepContext(AbortSignal.abort());
    await expect(
      createGitSource({ root: root() }).checkout(order(), stopped),
    ).rejects.toMatchObject({ kind: 'retry', code: 'sources/interrupted' });
  });
});

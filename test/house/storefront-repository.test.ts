import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const script = join(__dirname, '../../examples/storefront/create-repository.mjs');

let scratch: string;
let repository: string;
let printed: string;

/** Runs the script as a person would, here or with the environment of somebody else. */
async function create(directory: string, environment: NodeJS.ProcessEnv = process.env) {
  const { stdout } = await run(process.execPath, [script, directory], { env: environment });
  return stdout;
}

async function git(directory: string, ...args: readonly string[]) {
  const { stdout } = await run('git', ['--git-dir', directory, ...args]);
  return stdout.trim().split('\n');
}

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'storefront-repository-'));
  repository = join(scratch, 'storefront.git');
  printed = await create(repository);
});

afterAll(() => rm(scratch, { recursive: true }));

test('tags a commit for each version, each on top of the one before', async () => {
  const tags = await git(repository, 'tag', '--sort=version:refname');
  expect(tags.slice(0, 2)).toEqual(['v1.0.0', 'v2.0.0']);
  const history = await git(repository, 'log', '--reverse', '--format=%H', 'v2.0.0');
  expect(history).toEqual([
    ...(await git(repository, 'rev-parse', 'v1.0.0')),
    ...(await git(repository, 'rev-parse', 'v2.0.0')),
  ]);
});

test('keeps the commits that people have cloned', async () => {
  const commits = JSON.parse(printed) as { version: string; commit: string }[];
  expect(commits.slice(0, 2).map(({ commit }) => commit)).toEqual([
    'cfc7884cbcb5d372627a5c225ec7d5f95672894c',
    'd21fe75f9a075adf64067c59c6b6efb3c7d4eb4d',
  ]);
});

test.each([
  ['v2.1.0', 'v2.0.0'],
  ['v2.2.0', 'v2.0.0'],
  ['v2.3.0', 'v2.0.0'],
  ['v2.4.0', 'v2.1.0'],
])('lays the bad version %s aside, on top of %s', async (tag, parent) => {
  expect(await git(repository, 'rev-parse', `${tag}^`)).toEqual(
    await git(repository, 'rev-parse', parent),
  );
  const [main = ''] = await git(repository, 'rev-parse', 'main');
  expect([main]).toEqual(await git(repository, 'rev-parse', 'v2.0.0'));
});

test('says which commit each version is', async () => {
  const [commit] = await git(repository, 'rev-parse', 'v2.0.0');
  expect(JSON.parse(printed)).toContainEqual({ version: '2.0.0', tag: 'v2.0.0', commit });
});

test('names a different author for each of the two versions', async () => {
  const authors = await git(repository, 'log', '--format=%an <%ae>', 'v2.0.0');
  expect(authors).toEqual([
    'Dana Developer <dana@storefront.example>',
    'Felix Founder <felix@storefront.example>',
  ]);
});

test('holds whole components, and nothing that was built or installed', async () => {
  const files = await git(repository, 'ls-tree', '-r', '--name-only', 'v2.0.0');
  for (const component of ['schema', 'services/orders', 'services/payments', 'services/web']) {
    expect(files).toContain(`${component}/package-lock.json`);
  }
  expect(files).toContain('schema/migrations/0002-order-currency.up.sql');
  expect(files.filter((file) => /(^|\/)(node_modules|dist|reports)\//.test(file))).toEqual([]);
});

test('changes nothing when it is run again', async () => {
  const before = await readdir(repository, { recursive: true });
  expect(await create(repository)).toBe(printed);
  expect(await readdir(repository, { recursive: true })).toEqual(before);
});

test('leaves commits of other people on the branch alone', async () => {
  const directory = join(scratch, 'continued.git');
  await run('git', ['clone', '--quiet', '--bare', repository, directory]);
  const [tree = ''] = await git(directory, 'rev-parse', 'main^{tree}');
  const author = ['-c', 'user.name=Eve', '-c', 'user.email=eve@storefront.example'];
  const [commit = ''] = await git(
    directory,
    ...author,
    'commit-tree',
    tree,
    '-p',
    'main',
    '-m',
    'x',
  );
  await git(directory, 'update-ref', 'refs/heads/main', commit);
  await create(directory);
  expect(await git(directory, 'rev-parse', 'main')).toEqual([commit]);
});

/** A home whose git settings would change every commit that heeded them. */
async function strangeHome() {
  const home = join(scratch, 'home');
  await mkdir(join(home, '.config/git'), { recursive: true });
  await writeFile(join(home, '.config/git/ignore'), '*.mjs\n');
  await writeFile(join(home, '.config/git/attributes'), '* working-tree-encoding=UTF-16\n');
  const settings = [
    '[user]\n  name = Somebody Else\n  email = somebody@storefront.example\n',
    '[i18n]\n  commitEncoding = ISO-8859-1\n[init]\n  defaultBranch = trunk\n',
    '[commit]\n  gpgSign = true\n[tag]\n  gpgSign = true\n[core]\n  autocrlf = true\n',
  ];
  await writeFile(join(home, '.gitconfig'), settings.join(''));
  return home;
}

test('makes the same commits on a machine with other git settings', async () => {
  const elsewhere = {
    PATH: process.env.PATH,
    HOME: await strangeHome(),
    TZ: 'Pacific/Auckland',
    GIT_DIR: join(scratch, 'some-other.git'),
    GIT_AUTHOR_DATE: '2001-01-01T00:00:00Z',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'i18n.commitEncoding',
    GIT_CONFIG_VALUE_0: 'ISO-8859-1',
  };
  expect(await create(join(scratch, 'elsewhere.git'), elsewhere)).toBe(printed);
});

test('refuses a folder that holds something else', async () => {
  const directory = join(scratch, 'occupied');
  await mkdir(directory);
  await writeFile(join(directory, 'thesis.txt'), 'precious');
  await expect(create(directory)).rejects.toThrow('is not empty and no bare git repository');
  expect(await readdir(directory)).toEqual(['thesis.txt']);
});

test('refuses a repository whose tag stands for something else', async () => {
  const directory = join(scratch, 'altered.git');
  await run('git', ['clone', '--quiet', '--bare', repository, directory]);
  await git(directory, 'update-ref', 'refs/tags/v1.0.0', 'v2.0.0');
  await expect(create(directory)).rejects.toThrow('Remove the repository to have it made again');
});

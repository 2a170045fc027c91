import { join } from 'node:path';
import { createGitSource } from '../../../adapters/sources/git.ts';
import { earlierVersionTags } from '../../../adapters/sources/version-tags.ts';
import { createRepository } from '../../support/files/git-repository.ts';
import { useTemporaryFolder } from '../../support/files/temporary-folder.ts';
import { stepContext } from '../../support/steps/step-context.ts';

const folder = useTemporaryFolder();
let repository: ReturnType<typeof createRepository>;
beforeEach(() => {
  repository = createRepository(join(folder.path, 'repository'));
});

async function checkout(tag: string) {
  const source = createGitSource({ root: join(folder.path, 'checkouts') });
  const order = { key: tag, repository: repository.path, path: '.', tag };
  return source.checkout(order, stepContext());
}

const authorsOf = async (tag: string) => (await checkout(tag)).authorEmails;
const mergersOf = async (tag: string) => (await checkout(tag)).mergerEmails;

/** Commits as each author in turn, and puts the tags on the last commit. */
function change(authors: readonly string[], ...tags: string[]): void {
  for (const author of authors) {
    repository.commit('file', `${author} ${tags.join()} ${Math.random()}`, `${author}@example.org`);
  }
  for (const tag of tags) repository.git('tag', tag);
}

const mail = (...names: string[]) => names.map((name) => `${name}@example.org`);

test('the first version was written by everybody so far', async () => {
  change(['ana', 'bo', 'ana'], 'v1.0.0');
  expect(await authorsOf('v1.0.0')).toEqual(mail('ana', 'bo'));
});

test('a version was written by those who changed anything since the one before', async () => {
  change(['ana'], 'v1.9.0');
  change(['bo', 'cy'], 'v1.10.0');
  expect(await authorsOf('v1.10.0')).toEqual(mail('bo', 'cy'));
});

test('versions of other components and candidates hide nobody', async () => {
  change(['ana'], 'web-1.0.0');
  change(['bo'], 'orders-1.0.5', 'web-1.1.0-rc.1');
  change(['cy'], 'web-1.1.0');
  expect(await authorsOf('web-1.1.0')).toEqual(mail('bo', 'cy'));
});

test('a second version tag on the same commit hides nobody', async () => {
  change(['ana'], 'v1.0.0');
  change(['bo'], 'v1.0.1', 'v1.0.2');
  expect(await authorsOf('v1.0.2')).toEqual(mail('bo'));
});

test('a version on another branch is not one before', async () => {
  change(['ana'], 'v1.0.0');
  repository.git('checkout', '--quiet', '-b', 'fix');
  change(['bo'], 'v1.0.1');
  repository.git('checkout', '--quiet', 'main');
  change(['cy'], 'v1.1.0');
  expect(await authorsOf('v1.1.0')).toEqual(mail('cy'));
});

test('a tag without a version counts everybody', async () => {
  change(['ana'], 'v1.0.0');
  change(['bo'], 'golden');
  expect(await authorsOf('golden')).toEqual(mail('ana', 'bo'));
});

test('those who only put a change into the history are no authors: they have merged it', async () => {
  change(['ana'], 'v1.0.0');
  repository.commit('file', 'squashed', 'bo@example.org', 'cy@example.org');
  repository.commit('file', 'pushed', 'dee@example.org', 'dee@example.org');
  repository.git('tag', 'v1.1.0');
  expect(await authorsOf('v1.1.0')).toEqual(mail('bo', 'dee'));
  expect(await mergersOf('v1.1.0')).toEqual(mail('cy'));
  expect(await mergersOf('v1.0.0')).toEqual(mail('machine'));
});

test('whoever made a merge has merged, as its author or as its committer', async () => {
  change(['ana'], 'v1.0.0');
  repository.git('checkout', '--quiet', '-b', 'fix');
  repository.commit('fix', 'mended', 'bo@example.org', 'bo@example.org');
  repository.git('checkout', '--quiet', 'main');
  const by = 'user.email=cy@example.org';
  repository.git('-c', by, 'merge', '--quiet', '--no-ff', '--message', 'Merge', 'fix');
  repository.git('tag', 'v1.1.0');
  expect(await mergersOf('v1.1.0')).toEqual(mail('cy', 'machine'));
});

test('earlier versions come in SemVer order, the nearest first', () => {
  const tags = [
    'v1.2.0',
    'v1.10.0',
    'v1.9.0',
    'v2.0.0',
    'v1.10.0-rc.1',
    '1.3.0',
    'v1.3',
    'v1.2.3.4',
  ];
  expect(earlierVersionTags('v1.10.1', tags)).toEqual(['v1.10.0', 'v1.9.0', 'v1.2.0']);
  expect(earlierVersionTags('v1.10.0-rc.2', tags)).toEqual(['v1.9.0', 'v1.2.0']);
  expect(earlierVersionTags('nightly', tags)).toBeNull();
});

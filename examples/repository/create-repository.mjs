import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gitIn } from './git.mjs';
import { readHistory, sourceFolderOf } from './read-history.mjs';

const BRANCH = 'refs/heads/main';

/**
 * Makes the git repository of an example's system in `directory`: bare, with a commit and a tag for
 * each version of `history.json`, their ids the same on any machine. What is there already stays as
 * it is; versions that are missing are added. Resolves to `[{ version, tag, commit }]`, oldest
 * first.
 *
 * Throws when the directory holds something else, or a tag that stands for other content.
 */
export async function createRepository(exampleFolder, directory) {
  const repository = resolve(directory);
  const git = gitIn(repository, join(sourceFolderOf(exampleFolder), '.gitignore'));
  await initialise(repository, git);
  const versions = [];
  let newest = '';
  for (const entry of await readHistory(exampleFolder)) {
    const parent = versions.find(({ version }) => version === entry.parent)?.commit;
    if (entry.parent && !parent) {
      throw new Error(
        `${entry.version} names the parent ${entry.parent}, which is no older version.`,
      );
    }
    const commit = await writeCommit(git, entry, parent);
    const tag = `v${entry.version}`;
    await placeTag(git, tag, commit, repository);
    versions.push({ version: entry.version, tag, commit });
    if (!entry.aside) newest = commit;
  }
  await moveBranch(git, versions, newest);
  return versions;
}

async function initialise(repository, git) {
  if (existsSync(join(repository, 'HEAD'))) return;
  await mkdir(repository, { recursive: true });
  if ((await readdir(repository)).length > 0) {
    throw new Error(`${repository} is not empty and no bare git repository. Choose a new folder.`);
  }
  const empty = ['--template=', '--object-format=sha1', '--initial-branch=main'];
  await git(['init', '--quiet', '--bare', ...empty]);
}

/** Lays the entry's files over its parent in an index of its own. No work tree is needed. */
async function writeCommit(git, { folder, author, date, message }, parent) {
  const scratch = await mkdtemp(join(tmpdir(), 'example-index-'));
  const variables = {
    GIT_INDEX_FILE: join(scratch, 'index'),
    GIT_WORK_TREE: folder,
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: author.name,
    GIT_COMMITTER_EMAIL: author.email,
    GIT_COMMITTER_DATE: date,
  };
  const options = { cwd: folder, variables };
  try {
    await git(['read-tree', ...(parent ? [parent] : ['--empty'])], options);
    await git(['add', '--ignore-removal', '.'], options);
    const tree = await git(['write-tree'], options);
    const ancestry = parent ? ['-p', parent] : [];
    return await git(['commit-tree', tree, ...ancestry, '-m', message], options);
  } finally {
    await rm(scratch, { recursive: true });
  }
}

async function placeTag(git, tag, commit, repository) {
  const name = `refs/tags/${tag}`;
  const current = await git(['for-each-ref', '--format=%(objectname)', name]);
  if (current === commit) return;
  if (current) {
    throw new Error(
      `${tag} in ${repository} is ${current}, but the files of the example make ${commit}. ` +
        'Remove the repository to have it made again.',
    );
  }
  await git(['update-ref', name, commit]);
}

/** Brings the branch to the newest version on it, unless somebody has committed to it. */
async function moveBranch(git, versions, newest) {
  const current = await git(['for-each-ref', '--format=%(objectname)', BRANCH]);
  const ours = current === '' || versions.some(({ commit }) => commit === current);
  if (ours && current !== newest) await git(['update-ref', BRANCH, newest]);
}

/** What `node create-repository.mjs DIRECTORY` of an example does. Prints the versions as JSON. */
export async function runAsCommand(exampleFolder, [directory, ...rest]) {
  if (!directory || rest.length > 0) {
    process.stderr.write('Usage: create-repository.mjs DIRECTORY\n');
    process.exit(2);
  }
  const versions = await createRepository(exampleFolder, directory);
  process.stdout.write(`${JSON.stringify(versions)}\n`);
}

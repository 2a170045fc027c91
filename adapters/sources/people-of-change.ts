import { StepFailure } from '../../activities/ports/failures.ts';
import type { Git, GitAnswer } from './run-git.ts';
import { earlierVersionTags } from './version-tags.ts';

/** By mail addresses, each once and in order. */
export type PeopleOfChange = {
  readonly authorEmails: readonly string[];
  /** Who made a merge, or put what somebody else has written into the history. */
  readonly mergerEmails: readonly string[];
};

/**
 * Who wrote, and who merged, every commit since the version before, wherever in the repository it
 * changed something; all commits when there was none before, or when nobody can tell. A version tag
 * on the very same commit is passed over, since it says nothing about a change.
 */
export async function peopleOfChange(
  git: Git,
  checkout: string,
  { tag, commit }: { readonly tag: string; readonly commit: string },
): Promise<PeopleOfChange> {
  const reachable = await ask(git, ['tag', '--merged', commit], checkout);
  const since = await previousCommit(git, checkout, commit, earlierVersionTags(tag, reachable));
  const range = since === null ? [commit] : [commit, `^${since}`];
  const lines = await ask(git, ['log', '--format=%ae%x09%ce%x09%P', ...range, '--'], checkout);
  const commits = lines.map(readCommit);
  return {
    authorEmails: inOrder(commits.map(({ author }) => author)),
    mergerEmails: inOrder(commits.flatMap(mergersOf)),
  };
}

type Commit = { readonly author: string; readonly committer: string; readonly isMerge: boolean };

function readCommit(line: string): Commit {
  const [author = '', committer = '', parents = ''] = line.split('\t');
  return { author, committer, isMerge: parents.includes(' ') };
}

/**
 * A hoster that merges for a person names that person as the author of the merge; one that rebases
 * or squashes keeps the author, and whoever did it is the committer.
 */
function mergersOf({ author, committer, isMerge }: Commit): readonly string[] {
  if (isMerge) return [author, committer];
  return author === committer ? [] : [committer];
}

function inOrder(addresses: readonly string[]): readonly string[] {
  return [...new Set(addresses)].toSorted();
}

async function previousCommit(
  git: Git,
  checkout: string,
  commit: string,
  tags: readonly string[] | null,
): Promise<string | null> {
  for (const tag of tags ?? []) {
    const [found] = await ask(
      git,
      ['rev-parse', '--verify', `refs/tags/${tag}^{commit}`],
      checkout,
    );
    if (found !== undefined && found !== commit) return found;
  }
  return null;
}

async function ask(git: Git, parameters: readonly string[], cwd: string): Promise<string[]> {
  const answer = await git(parameters, cwd);
  if (answer.exitCode !== 0) throw unanswered(parameters, answer);
  return answer.output === '' ? [] : answer.output.split('\n');
}

/** A question to a checkout that we made and that git does not answer. */
function unanswered(parameters: readonly string[], { complaint }: GitAnswer): StepFailure {
  return new StepFailure(
    'retry',
    'sources/git-failed',
    `git ${parameters[0]} failed: ${complaint}`,
    'Look at the disk of this worker. The next attempt makes the checkout again if it must.',
  );
}

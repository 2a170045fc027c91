import { StepFailure } from '../../activities/ports/failures.ts';
import type { Git, GitAnswer } from './run-git.ts';
import { earlierVersionTags } from './version-tags.ts';

/**
 * Mail addresses of the authors of every commit since the version before, wherever in the
 * repository it changed something; of all commits when there was none before, or when nobody can
 * tell. A version tag on the very same commit is passed over, since it says nothing about a change.
 */
export async function changeAuthors(
  git: Git,
  checkout: string,
  { tag, commit }: { readonly tag: string; readonly commit: string },
): Promise<readonly string[]> {
  const reachable = await ask(git, ['tag', '--merged', commit], checkout);
  const since = await previousCommit(git, checkout, commit, earlierVersionTags(tag, reachable));
  const range = since === null ? [commit] : [commit, `^${since}`];
  const authors = await ask(git, ['log', '--format=%ae', ...range, '--'], checkout);
  return [...new Set(authors)].toSorted();
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

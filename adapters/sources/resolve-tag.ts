import { distance } from 'fastest-levenshtein';
import { StepFailure } from '../../activities/ports/failures.ts';
import type { Git } from './run-git.ts';

const tagsNamed = 3;

/**
 * The commit of a tag.
 *
 * Errors: terminal when there is no such tag, with the nearest ones, and when a branch or a commit
 * was named, because these move or have no name that people can approve.
 */
export async function resolveTag(git: Git, checkout: string, tag: string): Promise<string> {
  const commit = await revision(git, checkout, `refs/tags/${tag}^{commit}`);
  if (commit !== null) return commit;
  if ((await revision(git, checkout, `refs/tags/${tag}`)) !== null) {
    throw notATag(tag, 'is a tag of something that is no commit', 'Tag the commit to be released.');
  }
  const { output } = await git(['tag', '--list'], checkout);
  throw notATag(tag, await whatItIs(git, checkout, tag), remedyFor(tag, output));
}

/** Whether git would take this as the name of a tag at all. */
export async function isTagName(git: Git, cwd: string, tag: string): Promise<boolean> {
  const { exitCode } = await git(['check-ref-format', `refs/tags/${tag}`], cwd);
  return exitCode === 0 && !tag.startsWith('-');
}

async function revision(git: Git, checkout: string, name: string): Promise<string | null> {
  const { exitCode, output } = await git(['rev-parse', '--verify', '--quiet', name], checkout);
  return exitCode === 0 ? output : null;
}

async function whatItIs(git: Git, checkout: string, name: string): Promise<string> {
  if ((await revision(git, checkout, `refs/remotes/origin/${name}`)) !== null) return 'is a branch';
  const isCommit =
    /^[0-9a-f]{4,64}$/.test(name) && (await revision(git, checkout, `${name}^{commit}`)) !== null;
  return isCommit ? 'is a commit' : 'is not a tag of the repository';
}

function remedyFor(tag: string, list: string): string {
  const nearest = list
    .split('\n')
    .filter((known) => known !== '')
    .map((known) => ({ known, apart: distance(tag, known) }))
    .toSorted((left, right) => left.apart - right.apart)
    .slice(0, tagsNamed)
    .map(({ known }) => known);
  if (nearest.length === 0) return 'The repository has no tags: tag the commit to be released.';
  return `Releases are made from tags. The nearest are ${nearest.join(', ')}.`;
}

function notATag(tag: string, what: string, remedy: string): StepFailure {
  return new StepFailure('terminal', 'sources/not-a-tag', `"${tag}" ${what}.`, remedy);
}

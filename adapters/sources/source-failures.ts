import { StepFailure } from '../../activities/ports/failures.ts';
import { withoutPasswords } from './run-git.ts';

const terminal = (code: string, message: string, remedy: string): StepFailure =>
  new StepFailure('terminal', `sources/${code}`, message, remedy);

/** A part of the order that git could take for something else. */
export function suspicious(what: string, value: string): StepFailure {
  return terminal(
    'suspicious-argument',
    `The ${what} ${JSON.stringify(value)} cannot be used: ` +
      'it is empty, begins like an option, or names a program.',
    `Correct the ${what} in the catalog.`,
  );
}

/** A path of a component that leads out of its checkout. */
export function outside(path: string): StepFailure {
  return terminal(
    'path-outside',
    `The path "${path}" leads out of the checkout.`,
    'Give a folder of the repository, relative to its root; "." is the root itself.',
  );
}

/** A component that the tag does not contain. */
export function noFolder(path: string, tag: string): StepFailure {
  return terminal(
    'no-folder',
    `There is no folder "${path}" in the repository at ${tag}.`,
    'Correct the path in the catalog, or tag a commit that has the folder.',
  );
}

/** Text that git would not take as the name of a tag. */
export function badTag(tag: string): StepFailure {
  return terminal(
    'not-a-tag',
    `"${tag}" cannot be the name of a tag.`,
    'Correct the tag template of the service in the catalog, or the version in the release.',
  );
}

/** A local repository that does not exist. */
export function noRepository(path: string): StepFailure {
  return terminal(
    'no-repository',
    `There is no repository ${path}.`,
    'Correct the repository in the catalog. A relative path begins where Tidegate runs.',
  );
}

const neverWorks = /not appear to be a git repository|does not exist|not found|not allowed/i;

/** A clone that failed, by what git said about it. */
export function notCloned(repository: string, complaint: string): StepFailure {
  return new StepFailure(
    neverWorks.test(complaint) ? 'terminal' : 'retry',
    'sources/not-cloned',
    `${withoutPasswords(repository)} cannot be cloned: ${complaint}`,
    'Check the address in the catalog, and that the worker may read the repository.',
  );
}

/** A repository whose history is cut off, so that nobody knows the authors. */
export function shallow(repository: string): StepFailure {
  return terminal(
    'shallow',
    `${withoutPasswords(repository)} has only a part of its history.`,
    'Name a repository with the whole history: who changed something must be known.',
  );
}

/** Git failed at something that should work. */
export function gitFailed(command: string, complaint: string): StepFailure {
  return new StepFailure(
    'retry',
    'sources/git-failed',
    `git ${command} failed: ${complaint}`,
    'Look at the disk of this worker.',
  );
}

/** A tag whose checkout differs from it at once. */
export function neverClean(tag: string, changes: readonly string[]): StepFailure {
  return terminal(
    'never-clean',
    `A fresh checkout of ${tag} already differs from it: ${listed(changes)}.`,
    'Commit the files as .gitattributes says they are, mostly their line endings, and tag again.',
  );
}

/** A checkout that a build or somebody else has changed. */
export function changed(tag: string, changes: readonly string[]): StepFailure {
  return new StepFailure(
    'needs-person',
    'sources/checkout-changed',
    `The checkout of ${tag} is not what the tag says any more: ${listed(changes)}.`,
    'It was removed. If a build step changes tracked files, mend that. Send the command retry.',
  );
}

/** A key that was used for something else before. */
export function keyReused(
  order: { readonly repository: string; readonly tag: string },
  made: { readonly repository: string; readonly tag: string },
): StepFailure {
  const asked = `${order.tag} of ${withoutPasswords(order.repository)}`;
  const there = `${made.tag} of ${withoutPasswords(made.repository)}`;
  return terminal(
    'key-reused',
    `The checkout of ${asked} was ordered under a key that stands for ${there}.`,
    'Use another key: one key is one checkout for ever.',
  );
}

function listed(changes: readonly string[]): string {
  const shown = changes.slice(0, 5).map((change) => change.trim());
  const more = changes.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

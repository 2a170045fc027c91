import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Checkout, SourceControl } from '../../activities/ports/content.ts';
import { hasCode } from '../system-error.ts';
import { checkOrder, isAddress } from './check-order.ts';
import { componentFolder } from './component-folder.ts';
import { changesIn, exists, findCheckout, recordCheckout } from './find-checkout.ts';
import { peopleOfChange } from './people-of-change.ts';
import { isTagName, resolveTag } from './resolve-tag.ts';
import { createGit, type Git } from './run-git.ts';
import * as failures from './source-failures.ts';
import { sweepIncoming } from './sweep-incoming.ts';

export type GitSourceOptions = {
  /** Folder of the checkouts. */
  readonly root: string;
  /** Where relative repository paths begin; the folder of the process when not said. */
  readonly repositoriesFrom?: string;
  /** Longest time for one call of git. */
  readonly timeoutMs?: number;
};

type Order = Parameters<SourceControl['checkout']>[0];
type Site = { readonly root: string; readonly place: string; readonly timeoutMs: number };

const heartbeatIntervalMs = 2_000;

/**
 * Clean checkouts of tags with the installed git, one folder for each key. A checkout is made under
 * another name and renamed, so what stands there is whole. It is used again under its key after a
 * look that it is still the tag's commit and that nothing tracked was changed; a changed one is
 * removed and reported, and the next attempt makes a new one. Submodules are not fetched.
 */
export function createGitSource(options: GitSourceOptions): SourceControl {
  const { root, repositoriesFrom = process.cwd(), timeoutMs = 600_000 } = options;
  return {
    async checkout(order, context) {
      checkOrder(order);
      const repository = isAddress(order.repository)
        ? order.repository
        : resolve(repositoriesFrom, order.repository);
      const place = join(root, createHash('sha256').update(order.key).digest('hex'));
      await mkdir(root, { recursive: true });
      const git = createGit(context, timeoutMs);
      const beat = () => context.heartbeat(`checkout of ${order.tag}`);
      beat();
      const heartbeat = setInterval(beat, heartbeatIntervalMs);
      try {
        return await checkout(git, { ...order, repository }, { root, place, timeoutMs });
      } finally {
        clearInterval(heartbeat);
      }
    },
  };
}

async function checkout(git: Git, order: Order, site: Site): Promise<Checkout> {
  if (!(await isTagName(git, site.root, order.tag))) throw failures.badTag(order.tag);
  const commit = (await findCheckout(git, order, site.place)) ?? (await make(git, order, site));
  const folder = await componentFolder(site.place, order);
  const people = await peopleOfChange(git, site.place, { tag: order.tag, commit });
  return { commit, folder, ...people };
}

async function make(git: Git, order: Order, { root, place, timeoutMs }: Site): Promise<string> {
  const { repository, tag } = order;
  await sweepIncoming(root, 4 * timeoutMs);
  if (!isAddress(repository) && !(await exists(repository)))
    throw failures.noRepository(repository);
  const incoming = join(root, `incoming-${randomUUID()}`);
  try {
    await clone(git, repository, root, incoming);
    const commit = await resolveTag(git, incoming, tag);
    const done = await git(['checkout', '--quiet', '--detach', '--force', commit, '--'], incoming);
    if (done.exitCode !== 0) throw failures.gitFailed('checkout', done.complaint);
    const changes = await changesIn(git, incoming, commit);
    if (changes.length > 0) throw failures.neverClean(tag, changes);
    await recordCheckout(incoming, { repository, tag, commit });
    return await giveName(git, order, incoming, place, commit);
  } finally {
    await rm(incoming, { recursive: true, force: true });
  }
}

async function clone(git: Git, repository: string, root: string, incoming: string): Promise<void> {
  // Without --no-local the clone would share files with a repository on the same disk.
  const parameters = ['--quiet', '--no-checkout', '--no-local', '--template='];
  const cloned = await git(['clone', ...parameters, '--', repository, incoming], root);
  if (cloned.exitCode !== 0) throw failures.notCloned(repository, cloned.complaint);
  const shallow = await git(['rev-parse', '--is-shallow-repository'], incoming);
  if (shallow.output !== 'false') throw failures.shallow(repository);
}

/** Gives the checkout its final name. When another attempt was faster, that one's is used. */
async function giveName(
  git: Git,
  order: Order,
  incoming: string,
  place: string,
  commit: string,
): Promise<string> {
  try {
    await rename(incoming, place);
    return commit;
  } catch (error) {
    if (!hasCode(error, 'ENOTEMPTY') && !hasCode(error, 'EEXIST')) throw error;
    const found = await findCheckout(git, order, place);
    if (found === null) throw error;
    return found;
  }
}

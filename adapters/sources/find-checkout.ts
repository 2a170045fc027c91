import { randomUUID } from 'node:crypto';
import { access, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode } from '../system-error.ts';
import type { Git } from './run-git.ts';
import * as failures from './source-failures.ts';

const recordShape = z.object({ repository: z.string(), tag: z.string(), commit: z.string() });
/** What a checkout is of. */
type CheckoutRecord = z.infer<typeof recordShape>;

/** Inside `.git`, where no build looks and no archive goes. */
const recordFile = join('.git', 'tidegate-checkout.json');

/** Notes in a finished checkout what it is of. */
export async function recordCheckout(place: string, record: CheckoutRecord): Promise<void> {
  await writeFile(join(place, recordFile), JSON.stringify(record));
}

/**
 * The commit of the checkout that stands there, or null when there is none.
 *
 * Errors: terminal when it is of something else; `needs-person` when it was changed: then it has
 * been removed, so that the next attempt makes a new one.
 */
export async function findCheckout(
  git: Git,
  order: Omit<CheckoutRecord, 'commit'>,
  place: string,
): Promise<string | null> {
  if (!(await exists(place))) return null;
  const record = await readRecord(place);
  if (record !== null && (record.repository !== order.repository || record.tag !== order.tag)) {
    throw failures.keyReused(order, record);
  }
  const changes = record === null ? ['its .git'] : await changesIn(git, place, record.commit);
  if (record !== null && changes.length === 0) return record.commit;
  const discarded = `${place}.${randomUUID()}.discarded`;
  await rename(place, discarded);
  await rm(discarded, { recursive: true, force: true });
  throw failures.changed(order.tag, changes);
}

/** What differs from the commit, as words for people: another HEAD, or changes of tracked files. */
export async function changesIn(
  git: Git,
  place: string,
  commit: string,
): Promise<readonly string[]> {
  const head = await git(['rev-parse', '--verify', 'HEAD'], place);
  if (head.output !== commit) return [`HEAD is at ${head.output || 'no commit'}`];
  const status = await git(['status', '--porcelain', '--untracked-files=no'], place);
  if (status.exitCode !== 0) return [`git status failed: ${status.complaint}`];
  return status.output.split('\n').filter((line) => line !== '');
}

/** Whether there is anything of that name. */
export async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** Null when a build has spoiled what stood there. */
async function readRecord(place: string): Promise<CheckoutRecord | null> {
  try {
    return recordShape.parse(JSON.parse(await readFile(join(place, recordFile), 'utf8')));
  } catch {
    return null;
  }
}

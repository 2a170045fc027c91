import { isAbsolute } from 'node:path';
import type { SourceControl } from '../../activities/ports/content.ts';
import * as failures from './source-failures.ts';

/**
 * Refuses what git could take for an option or a program, and what leads out of a checkout, before
 * anything is asked.
 */
export function checkOrder(order: Parameters<SourceControl['checkout']>[0]): void {
  const { repository, tag, path } = order;
  for (const [what, value] of Object.entries({ repository, tag, path })) {
    if (value === '' || value.startsWith('-') || /[\0\n]/.test(value)) {
      throw failures.suspicious(what, value);
    }
  }
  if (/^[a-z0-9+.-]+::/i.test(repository)) throw failures.suspicious('repository', repository);
  if (isAbsolute(path) || path.split(/[/\\]/).some((part) => part === '..' || part === '.git')) {
    throw failures.outside(path);
  }
}

/** Whether a repository is named by an address (`https://…`, `git@host:path`) and not by a path. */
export function isAddress(repository: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(repository) || /^[^/:]+:/.test(repository);
}

import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { sharedFolder } from './postgres-binaries.ts';

/**
 * The folder for the PostgreSQL data that belong to a state folder, for `startPostgres`: within
 * it, or, as root, below /var/lib/tidegate under a name of its own, because PostgreSQL's user may
 * not be able to enter the state folder.
 */
export function postgresFolder(stateFolder: string): string {
  if (process.getuid?.() !== 0) return join(stateFolder, 'postgres');
  mkdirSync(stateFolder, { recursive: true });
  const place = realpathSync(stateFolder);
  const name = createHash('sha256').update(place).digest('hex').slice(0, 12);
  return join(sharedFolder, `state-${name}`);
}

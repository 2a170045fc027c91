import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedFolder } from '../../../embedded/toolchain/postgres-binaries.ts';

const made: string[] = [];

/** A new folder for a server's state, where PostgreSQL's user may enter it. */
export function makeServerFolder(): string {
  const parent = process.getuid?.() === 0 ? sharedFolder : tmpdir();
  mkdirSync(parent, { recursive: true, mode: 0o755 });
  const folder = mkdtempSync(join(parent, 'embedded-test-'));
  made.push(folder);
  return folder;
}

/** Removes all folders that this test file has made. */
export function removeServerFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

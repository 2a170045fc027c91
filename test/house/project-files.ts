import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/** What belongs to the project: everything in the work tree that git does not ignore. */
export function projectFiles(): string[] {
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  // A file that was deleted but not yet committed is still listed.
  return [...new Set(listed.split('\0'))].filter((path) => path && existsSync(join(root, path)));
}

export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Code that people of this project write by hand. */
export const isCode = (path: string) => /\.(ts|mjs|cjs|js)$/.test(path);

/** Each line of a file that breaks a rule, as `path:line: text`. */
export function linesOf(path: string, breaks: (line: string) => boolean): string[] {
  return textOf(path)
    .split('\n')
    .flatMap((line, index) => (breaks(line) ? [`${path}:${index + 1}: ${line.trim()}`] : []));
}

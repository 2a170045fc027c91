import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Runs the installed git, whatever this machine's configuration is, and returns what it says. */
export function git(cwd: string, ...parameters: string[]): string {
  return gitAs('machine@example.org', cwd, ...parameters);
}

/** The same, as the committer with that mail address. */
function gitAs(committer: string, cwd: string, ...parameters: string[]): string {
  return execFileSync('git', parameters, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Someone',
      GIT_COMMITTER_NAME: 'The machine',
      GIT_COMMITTER_EMAIL: committer,
    },
  }).trim();
}

/** A real repository with branch `main`. */
export function createRepository(path: string) {
  mkdirSync(path, { recursive: true });
  git(path, 'init', '--quiet', '--initial-branch=main');
  return {
    path,
    git: (...parameters: string[]) => git(path, ...parameters),
    /**
     * Commits a file as the author with that mail address and returns the commit. `committer`: who
     * put it into the history, where that is not the machine.
     */
    commit(file: string, content: string, author: string, committer?: string): string {
      mkdirSync(dirname(join(path, file)), { recursive: true });
      writeFileSync(join(path, file), content);
      git(path, 'add', '--all');
      const parameters = ['--quiet', '--message', file, `--author=Someone <${author}>`];
      gitAs(committer ?? 'machine@example.org', path, 'commit', ...parameters);
      return git(path, 'rev-parse', 'HEAD');
    },
  };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { identify, type ProcessIdentity } from './identity.ts';

/** What to start, as an argument list that never goes through a shell. */
export type DetachedCommand = {
  /** `node` as the first word means the Node that runs Tidegate. */
  readonly command: readonly string[];
  readonly cwd: string;
  /** Added to the few variables that a program needs to run at all. Nothing else is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Files that output is appended to. */
  readonly stdoutPath: string;
  readonly stderrPath: string;
};

export type DetachedProcess = {
  /** Null when the program had ended before it could be looked at. */
  readonly identity: ProcessIdentity | null;
  /** Resolves when the program has ended, if this process is still there to see it. */
  readonly ended: Promise<{ readonly exitCode: number | null; readonly signal: string | null }>;
};

/**
 * Starts a program in a session of its own, with its output in files, so that it lives on whatever
 * becomes of the process that started it. Nothing here waits for it or keeps it alive.
 *
 * Errors: that of the operating system when the program cannot be started.
 */
export async function startDetached(order: DetachedCommand): Promise<DetachedProcess> {
  const [program = '', ...parameters] = order.command;
  const stdout = openLog(order.stdoutPath);
  const stderr = openLog(order.stderrPath);
  try {
    const child = spawn(program === 'node' ? process.execPath : program, parameters, {
      cwd: order.cwd,
      env: { ...inheritedEnvironment(), ...order.env },
      detached: true,
      shell: false,
      stdio: ['ignore', stdout, stderr],
    });
    const ended = endOf(child);
    await once(child, 'spawn');
    child.unref();
    return { identity: child.pid === undefined ? null : identify(child.pid), ended };
  } finally {
    closeSync(stdout);
    closeSync(stderr);
  }
}

function openLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true });
  return openSync(path, 'a', 0o600);
}

function endOf(child: ChildProcess): DetachedProcess['ended'] {
  return new Promise((resolve) => {
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
    // A program that cannot be started never exits; the caller hears of it from `once` above.
    child.once('error', () => resolve({ exitCode: null, signal: null }));
  });
}

const INHERITED = ['HOME', 'USER', 'LOGNAME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR'];

/**
 * A worker's environment holds keys and database passwords, so programs get a short list of it. The
 * folder of this Node comes first on the path, so that scripts meet the same Node.
 */
function inheritedEnvironment(): Record<string, string> {
  const environment: Record<string, string> = {
    PATH: [dirname(process.execPath), process.env.PATH ?? ''].filter(Boolean).join(delimiter),
  };
  for (const name of INHERITED) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}

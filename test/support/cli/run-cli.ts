import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const main = join(__dirname, '../../../cli/main.ts');

export type CliAnswer = {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
};

export type CliOptions = {
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped into it; nothing when left out. */
  readonly input?: string;
  readonly cwd?: string;
};

/** A command line under way, in a process of its own with nothing of this one's environment. */
export type RunningCli = {
  readonly child: ChildProcess;
  readonly answer: Promise<CliAnswer>;
};

const running = new Set<ChildProcess>();

/** Stops what a failed test has left. */
export function stopClis(): void {
  for (const child of running) child.kill('SIGKILL');
}

export function startCli(
  args: readonly string[],
  { env = {}, input = '', cwd }: CliOptions = {},
): RunningCli {
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env.PATH ?? '', TZ: 'UTC', ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
  running.add(child);
  child.once('close', () => running.delete(child));
  child.stdin.end(input);
  const ended = once(child, 'close') as Promise<[number | null]>;
  const answer = Promise.all([ended, text(child.stdout), text(child.stderr)]).then(
    ([[code], out, errors]) => ({ code, out, errors }),
  );
  return { child, answer };
}

export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliAnswer> {
  return startCli(args, options).answer;
}

/** The one document of an answer in JSON. */
export function documentOf({ out, code, errors }: CliAnswer): unknown {
  try {
    return JSON.parse(out);
  } catch {
    throw new Error(`It ended with ${code} and said: ${out} ${errors}`);
  }
}

/** The documents of a stream of them, one a line. */
export function documentsOf({ out }: CliAnswer): readonly unknown[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}

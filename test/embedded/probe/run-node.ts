import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How a program of Node's has ended, and what it has printed. */
export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program of Node's that runs. */
export interface RunningNode {
  readonly pid: number;
  readonly outcome: Promise<Outcome>;
  /** Resolves as soon as stdout holds the text; rejects when the program ends before. */
  printed(text: string): Promise<string>;
}

/** Starts Node with a script and an environment of its own. */
export function startNode(args: readonly string[], env: NodeJS.ProcessEnv, cwd = '/'): RunningNode {
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const outcome = new Promise<Outcome>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return {
    pid: child.pid ?? 0,
    outcome,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (stdout.includes(text)) resolve(stdout);
        };
        child.stdout.on('data', look);
        look();
        outcome.then((end) => reject(new Error(`It ended: ${end.stderr}`)), reject);
      }),
  };
}

/** The path of a file of this project. */
export function projectFile(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url));
}

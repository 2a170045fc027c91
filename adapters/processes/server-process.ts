import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How a server is started. */
export interface ServerCommand {
  /** What people call the server, for messages. */
  readonly name: string;
  readonly executable: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The user to run as; needs root. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
}

/** A started server process. */
export interface ServerProcess {
  readonly pid: number;
  /** Undefined while it runs; afterwards how it ended. */
  ended(): string | undefined;
  /** The last lines that it has written since this start. */
  lastLines(): string;
}

/**
 * Starts a server in a session of its own, so that Ctrl-C in a terminal reaches its starter
 * alone, which then stops things in the right order. Output goes to the log file.
 *
 * @throws when the executable cannot be run.
 */
export async function startServerProcess(command: ServerCommand): Promise<ServerProcess> {
  mkdirSync(dirname(command.logFile), { recursive: true });
  const log = openSync(command.logFile, 'a');
  const logStart = fstatSync(log).size;
  try {
    const child = spawn(command.executable, command.args, {
      cwd: command.cwd,
      detached: true,
      stdio: ['ignore', log, log],
      env: command.env ?? process.env,
      ...command.user,
    });
    const ended = watchEnd(child);
    await started(child, command);
    child.unref();
    const lastLines = (): string => lastLinesOf(command.logFile, logStart);
    return { pid: child.pid ?? 0, ended, lastLines };
  } finally {
    closeSync(log);
  }
}

/**
 * Asks `isReady` until it says yes.
 *
 * @throws when the process ends before, or time runs out; the message carries the log's end.
 */
export async function waitUntilReady(
  server: ServerProcess,
  command: ServerCommand,
  isReady: () => Promise<boolean>,
  timeoutMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const ready = await isReady();
    // Looked at even when something answers: it could be somebody else's server on this port.
    const end = server.ended();
    if (end !== undefined) throw new Error(report(server, command, `ended at once (${end})`));
    if (ready) return;
    if (Date.now() > deadline) {
      throw new Error(report(server, command, `did not answer within ${timeoutMs / 1000} seconds`));
    }
    await sleep(30);
  }
}

function lastLinesOf(logFile: string, from: number): string {
  const written = readFileSync(logFile).subarray(from).toString('utf8').trimEnd();
  return written.split('\n').slice(-20).join('\n');
}

function report(server: ServerProcess, command: ServerCommand, what: string): string {
  const lines = server.lastLines();
  const end = lines === '' ? 'It wrote nothing to its log.' : `The end of its log:\n${lines}`;
  return `${command.name} ${what}. Log: ${command.logFile}. ${end}`;
}

function watchEnd(child: ChildProcess): () => string | undefined {
  let end: string | undefined;
  child.once('exit', (code, signal) => {
    end = signal === null ? `exit code ${code}` : `signal ${signal}`;
  });
  return () => end;
}

function started(child: ChildProcess, command: ServerCommand): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve());
    child.once('error', (cause) => {
      const message = `${command.name} cannot be run as ${command.executable}: ${cause.message}`;
      reject(new Error(message, { cause }));
    });
  });
}

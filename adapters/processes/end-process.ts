import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, type ProcessIdentity } from './identity.ts';

/**
 * Ends a process by its id: sends each signal in turn and waits `graceMs` after it. Returns when
 * the process is gone; throws when it outlives even the last signal.
 */
export async function endProcess(
  identity: ProcessIdentity,
  signals: readonly NodeJS.Signals[],
  graceMs: number,
): Promise<void> {
  for (const signal of signals) {
    if (!send(identity, signal)) return;
    const deadline = Date.now() + graceMs;
    while (Date.now() < deadline) {
      await sleep(20);
      if (!isRunning(identity)) return;
    }
  }
  throw new Error(
    `Process ${identity.pid} still runs ${graceMs} ms after ${signals.at(-1)}. ` +
      `End it by hand (kill -9 ${identity.pid}) and try again.`,
  );
}

/** Sends a signal; false when the process is gone already. */
export function send(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isRunning(identity)) return false;
  try {
    return process.kill(identity.pid, signal);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

/** The command line of a running process; empty when there is none. */
export function commandLineOf(pid: number): string {
  try {
    if (process.platform === 'linux') {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    }
    return ps('command=', pid);
  } catch {
    return '';
  }
}

function ps(columns: string, pid: number): string {
  return execFileSync('ps', ['-o', columns, '-p', String(pid)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

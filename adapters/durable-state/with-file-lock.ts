import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { StepFailure } from '../../activities/ports/failures.ts';
import { hasCode } from '../system-error.ts';

const POLL_INTERVAL_MS = 50;

/** How to wait for a lock that another call holds. */
export type LockWait = {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Called again and again while waiting. */
  readonly waiting: () => void;
};

/**
 * Runs `work` while no other call, in this or another process, runs under the same lock file.  The
 * lock is the exclusive lock of an empty SQLite database, so the kernel keeps it: it ends with the
 * process that holds it, however that dies, and a process that is merely suspended keeps it. Lock
 * files that go stale with time give neither.
 *
 * Errors: `retry` when the lock is not to be had
 * within `timeoutMs`, or when the signal stops the wait.
 */
export async function withFileLock<Result>(
  path: string,
  wait: LockWait,
  work: () => Promise<Result>,
): Promise<Result> {
  await mkdir(dirname(path), { recursive: true });
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    await acquire(database, path, wait);
    return await work();
  } finally {
    database.close();
  }
}

/** Takes the lock of that file if nobody holds it. Returns what gives it back, or null. */
export async function tryFileLock(path: string): Promise<(() => void) | null> {
  await mkdir(dirname(path), { recursive: true });
  const database = new DatabaseSync(path, { timeout: 0 });
  if (tryAcquire(database)) return () => database.close();
  database.close();
  return null;
}

async function acquire(database: DatabaseSync, path: string, wait: LockWait): Promise<void> {
  const deadline = performance.now() + wait.timeoutMs;
  while (!tryAcquire(database)) {
    if (wait.signal.aborted || performance.now() > deadline) {
      throw new StepFailure(
        'retry',
        'state/locked',
        `Another call has held ${path} for longer than this one may wait.`,
        'Wait until the other call has ended. If it hangs, end the worker that runs it.',
      );
    }
    wait.waiting();
    await sleep(POLL_INTERVAL_MS);
  }
}

function tryAcquire(database: DatabaseSync): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (hasCode(error, SQLITE_BUSY)) return false;
    throw error;
  }
}

const SQLITE_BUSY = 5;

import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { endProcess, send } from '../../../adapters/processes/end-process.ts';
import { identify } from '../../../adapters/processes/identity.ts';

/** SIGINT is PostgreSQL's fast way to stop; with SIGTERM it waits for its clients. */
export type EndSignal = 'SIGKILL' | 'SIGTERM' | 'SIGINT';

/** One process of a grown-up set-up, across its restarts. */
export type ProcessHandle = {
  readonly name: string;
  readonly logFile: string;
  /** The id that it has now, or had last. */
  readonly pid: () => number;
  readonly isRunning: () => boolean;
  /** Everything that it has written, in all its lives. */
  readonly log: () => string;
  /** Sends the signal, and resolves when the process has ended. */
  readonly kill: (signal: EndSignal) => Promise<void>;
  /** Suspends it with SIGSTOP: it holds what it holds, and does nothing. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** Starts it again with the same settings, and resolves when it is ready. */
  readonly restart: () => Promise<void>;
};

/** A way to start a process that is ready when it resolves. */
type Start = () => Promise<{ readonly pid: number }>;

const endsWithinMs = 60_000;

/** Starts a process, and keeps track of it. */
export async function openProcess(
  name: string,
  logFile: string,
  start: Start,
): Promise<ProcessHandle> {
  let { pid } = await start();
  let identity = identify(pid);
  const isRunning = () => identity !== null && identify(identity.pid)?.started === identity.started;
  const signal = (what: NodeJS.Signals) => {
    if (identity !== null) send(identity, what);
  };
  return {
    name,
    logFile,
    pid: () => pid,
    isRunning,
    log: () => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : ''),
    kill: async (what) => {
      if (identity !== null) await endProcess(identity, [what], endsWithinMs);
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    async restart() {
      while (isRunning()) await sleep(20);
      ({ pid } = await start());
      identity = identify(pid);
    },
  };
}

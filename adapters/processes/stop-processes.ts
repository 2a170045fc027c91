import { setTimeout as sleep } from 'node:timers/promises';
import { hasCode } from '../system-error.ts';
import {
  type FoundProcess,
  findByEnvironment,
  identify,
  isRunning,
  type ProcessIdentity,
} from './identity.ts';

const POLL_INTERVAL_MS = 40;
const KILL_TIMEOUT_MS = 5_000;

/**
 * A started program: the process that leads it, if known, and the mark that all of its processes
 * carry.
 */
export type MarkedProcess = {
  readonly leader: ProcessIdentity | null;
  readonly mark: { readonly name: string; readonly value: string };
};

/**
 * Stops programs with all that they started: asks them to end, waits for it, and kills what is left
 * after `stopTimeoutMs`. Only processes whose identity is certain are touched. Returns the ids that
 * would not even be killed, normally none.
 */
export async function stopProcesses(
  programs: readonly MarkedProcess[],
  stopTimeoutMs: number,
  waiting: () => void,
): Promise<readonly number[]> {
  signalAll(programs, 'SIGTERM');
  if (await haveEnded(programs, stopTimeoutMs, waiting)) return [];
  signalAll(programs, 'SIGKILL');
  if (await haveEnded(programs, KILL_TIMEOUT_MS, waiting)) return [];
  return programs.flatMap(processesOf).map((found) => found.pid);
}

async function haveEnded(
  programs: readonly MarkedProcess[],
  timeoutMs: number,
  waiting: () => void,
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    // Looking through all processes is dear, so it waits until the leaders have gone.
    const leads = programs.some(({ leader }) => leader !== null && isRunning(leader));
    if (!leads && programs.every((program) => processesOf(program).length === 0)) return true;
    if (performance.now() >= deadline) return false;
    waiting();
    await sleep(POLL_INTERVAL_MS);
  }
}

function signalAll(programs: readonly MarkedProcess[], signal: NodeJS.Signals): void {
  const found = programs.flatMap(processesOf);
  // A group is told once: a program may take a second request to end as an order to hurry. Groups
  // whose leader is not ours are left alone, and their members told one by one.
  const leaders = new Set(found.filter(({ pid, group }) => pid === group).map(({ pid }) => pid));
  for (const leader of leaders) signalOne(-leader, signal);
  for (const { pid, group } of found) if (!leaders.has(group)) signalOne(pid, signal);
}

/** The leader is looked for by itself too: a program may have cleared its environment. */
function processesOf({ leader, mark }: MarkedProcess): readonly FoundProcess[] {
  const marked = findByEnvironment(mark.name, mark.value);
  const found = leader === null ? null : identify(leader.pid);
  if (found === null || found.started !== leader?.started) return marked;
  return marked.some(({ pid }) => pid === found.pid) ? marked : [...marked, found];
}

function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It ended in between, which is what was wanted.
    if (hasCode(error, 'ESRCH')) return;
    throw error;
  }
}

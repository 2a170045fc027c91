import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from '../../processes/identity.ts';
import { stopProcesses } from '../../processes/stop-processes.ts';
import { readState } from './state.ts';
import { findMaster } from './workers.ts';

const FINISH_TIMEOUT_MS = 5_000;
const STOP_TIMEOUT_MS = 5_000;
const POLL_INTERVAL_MS = 40;

/**
 * Stops the nginx of the folder, if one runs: it finishes open requests first, within a bound.
 * Routes and counters stay kept. Returns the ids of processes that even outlive a kill, normally
 * none.
 */
export async function stopNginx(options: { readonly root: string }): Promise<readonly number[]> {
  const root = resolve(options.root);
  const state = await readState(root);
  const leader = state === null ? null : await findMaster(root, state);
  if (leader === null) return [];
  process.kill(leader.pid, 'SIGQUIT');
  const deadline = performance.now() + FINISH_TIMEOUT_MS;
  while (isRunning(leader) && performance.now() < deadline) await sleep(POLL_INTERVAL_MS);
  // nginx tells its workers itself, and takes the mark of its environment away.
  const mark = { name: 'TIDEGATE_NGINX', value: root };
  return stopProcesses([{ leader, mark }], STOP_TIMEOUT_MS, () => {});
}

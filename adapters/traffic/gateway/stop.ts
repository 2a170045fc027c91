import { resolve } from 'node:path';
import { stopProcesses } from '../../processes/stop-processes.ts';
import { findRunning, GATEWAY_MARK } from './contact.ts';

const STOP_TIMEOUT_MS = 10_000;

/**
 * Stops the gateway of the folder, if one runs: it finishes open requests first. Routes and
 * counters stay kept. Returns the ids of processes that even outlive a kill, normally none.
 */
export async function stopGateway(options: { readonly root: string }): Promise<readonly number[]> {
  const root = resolve(options.root);
  const leader = await findRunning(root);
  const mark = { name: GATEWAY_MARK, value: root };
  return stopProcesses([{ leader, mark }], STOP_TIMEOUT_MS, () => {});
}

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGatewayTraffic } from '../../adapters/traffic/gateway/client.ts';
import type { StateFolder } from '../stack/state-folder.ts';
import type { Example } from './example.ts';

const pauseMs = 1_000;

/**
 * Users of the example in production, as long as the signal lets them: a canary needs users to
 * compare. Begins when there is an address to reach.
 */
export async function sendCustomers(
  example: Example,
  state: StateFolder,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const origin = await originOf(example, state);
    if (origin !== null) await burst(example.users(origin), signal);
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
  }
}

/** Where users reach the example in production, or null while there is nothing to reach. */
export async function originOf({ front }: Example, state: StateFolder): Promise<string | null> {
  const traffic = createGatewayTraffic({ root: join(state.root, 'gateway') });
  try {
    return (await traffic.observe({ environment: 'production', component: front })).origin;
  } catch {
    // The gateway comes up with the worker; until then there is no address.
    return null;
  }
}

function burst(program: readonly string[], signal: AbortSignal): Promise<void> {
  const child: ChildProcess = spawn(process.execPath, [...program], { stdio: 'ignore' });
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  return new Promise((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
  });
}

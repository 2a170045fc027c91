import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGatewayTraffic } from '../../adapters/traffic/gateway/client.ts';
import type { StateFolder } from '../stack/state-folder.ts';
import { storefrontFolder } from './storefront.ts';

const ratePerSecond = '40';
const burstSeconds = '600';
const pauseMs = 1_000;

/**
 * Customers of the shop in production, as long as the signal lets them: a canary needs users to
 * compare. Begins when the shop has an address.
 */
export async function sendCustomers(state: StateFolder, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const origin = await shopOrigin(state);
    if (origin !== null) await burst(origin, signal);
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
  }
}

/** Where customers reach the shop in production, or null while it is not open. */
export async function shopOrigin(state: StateFolder): Promise<string | null> {
  const traffic = createGatewayTraffic({ root: join(state.root, 'gateway') });
  try {
    return (await traffic.observe({ environment: 'production', component: 'web' })).origin;
  } catch {
    // The gateway comes up with the worker; until then there is no address.
    return null;
  }
}

function burst(origin: string, signal: AbortSignal): Promise<void> {
  const load = join(storefrontFolder, 'load.mjs');
  const args = [load, '--url', origin, '--rate', ratePerSecond, '--seconds', burstSeconds];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: 'ignore' });
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

import { join } from 'node:path';
import { localProcessRoot } from '../../adapters/deployers/index.ts';
import { stopAll } from '../../adapters/deployers/local-process/stop-all.ts';
import { stopGateway } from '../../adapters/traffic/gateway/stop.ts';
import { stopNginx } from '../../adapters/traffic/nginx/stop.ts';
import type { StateFolder } from './state-folder.ts';
import { stopStorefrontDatabase } from './storefront-database.ts';

const stopTimeoutMs = 60_000;

/**
 * Stops what was deployed from this state folder: processes, gateway, the shop's database. Data
 * stay.
 */
export async function stopDeployed(state: StateFolder): Promise<readonly string[]> {
  const context = { signal: AbortSignal.timeout(stopTimeoutMs), heartbeat: () => {} };
  const left = await stopAll(localProcessRoot({ stateFolder: state.root }), context);
  if (left.length > 0) throw new Error(`These processes cannot be stopped: ${left.join(', ')}.`);
  await stopGateway({ root: join(state.root, 'gateway') });
  await stopNginx({ root: join(state.root, 'nginx') });
  const database = await stopStorefrontDatabase(state);
  return ['the deployed processes', 'the gateway', ...(database ? ['the shop’s PostgreSQL'] : [])];
}

import { join } from 'node:path';
import { localProcessRoot } from '../../adapters/deployers/index.ts';
import { stopAll } from '../../adapters/deployers/local-process/stop-all.ts';
import { stopGateway } from '../../adapters/traffic/gateway/stop.ts';
import type { StateFolder } from './state-folder.ts';
import { stopStorefrontDatabase } from './storefront-database.ts';

/** Stops what was deployed from this state folder: processes, gateway, the shop's database. Data stay. */
export async function stopDeployed(state: StateFolder): Promise<readonly string[]> {
  const processes = await stopAll(localProcessRoot({ stateFolder: state.root }));
  const gateways = await stopGateway({ root: join(state.root, 'gateway') });
  const database = await stopStorefrontDatabase(state);
  return [
    `${processes.length} deployed processes`,
    `${gateways.length} gateway processes`,
    ...(database ? ['the shop’s PostgreSQL'] : []),
  ];
}

import { join } from 'node:path';
import type { Traffic } from '../activities/ports/traffic.ts';
import { createGatewayTraffic } from '../adapters/traffic/gateway/client.ts';
import { startGateway } from '../adapters/traffic/gateway/start.ts';
import { startNginx } from '../adapters/traffic/nginx/start.ts';
import { createNginxTraffic } from '../adapters/traffic/nginx/traffic.ts';
import { noTraffic } from '../adapters/traffic/none.ts';
import type { WorkerConfig } from './config.ts';

type Choice = Pick<WorkerConfig, 'TIDEGATE_STATE_DIR'> &
  Partial<Pick<WorkerConfig, 'TIDEGATE_LOCAL_TARGETS' | 'TIDEGATE_TRAFFIC'>>;

/** Who divides users, as the configuration chooses. */
export function createTraffic(config: Choice): Traffic {
  if (config.TIDEGATE_LOCAL_TARGETS === 'off') return noTraffic;
  return config.TIDEGATE_TRAFFIC === 'nginx'
    ? createNginxTraffic({ root: nginxRoot(config) })
    : createGatewayTraffic({ root: gatewayRoot(config) });
}

/** Brings up who divides users on this machine, where it does not run. */
export async function startTraffic(config: Choice): Promise<void> {
  if (config.TIDEGATE_TRAFFIC === 'nginx') await startNginx({ root: nginxRoot(config) });
  else await startGateway({ root: gatewayRoot(config) });
}

const nginxRoot = ({ TIDEGATE_STATE_DIR }: Choice) => join(TIDEGATE_STATE_DIR, 'nginx');
const gatewayRoot = ({ TIDEGATE_STATE_DIR }: Choice) => join(TIDEGATE_STATE_DIR, 'gateway');

import { randomInt } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPortOpen } from '../../../adapters/processes/free-port.ts';

export const services = ['frontend', 'history', 'matching', 'worker'] as const;
export type Service = (typeof services)[number];

/** Where each service listens, and the folder that its configuration lies in. */
export type Configured = {
  readonly root: string;
  readonly ports: Readonly<Record<Service, number>>;
};

/**
 * Writes the configuration that all services of a cluster share. The format is JSON, which the
 * server reads as YAML.
 */
export async function configure(
  root: string,
  databaseUrl: string,
  dynamicConfig: Readonly<Record<string, string | number | boolean>>,
): Promise<Configured> {
  const listening: [Service, { grpcPort: number; membershipPort: number }][] = [];
  for (const service of services) {
    const [grpcPort, membershipPort] = [await findLowPort(), await findLowPort()];
    listening.push([service, { grpcPort, membershipPort }]);
  }
  const ports = Object.fromEntries(
    listening.map(([service, { grpcPort }]) => [service, grpcPort]),
  ) as Configured['ports'];
  const dynamic = join(root, 'dynamic.yaml');
  const content = {
    log: { stdout: true, level: 'warn' },
    persistence: persistenceAt(databaseUrl),
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: Object.fromEntries(
      listening.map(([service, rpc]) => [service, { rpc: { ...rpc, bindOnLocalHost: true } }]),
    ),
    clusterMetadata: alone(ports.frontend),
    publicClient: { hostPort: `127.0.0.1:${ports.frontend}` },
    dynamicConfigClient: { filepath: dynamic, pollInterval: '10s' },
  };
  mkdirSync(join(root, 'config'), { recursive: true });
  writeFileSync(join(root, 'config', 'cluster.yaml'), JSON.stringify(content));
  const settings = Object.entries({
    'history.transferProcessorMaxPollRPS': 2000,
    ...dynamicConfig,
  });
  const values = settings.map(([name, value]) => [name, [{ value, constraints: {} }]]);
  writeFileSync(dynamic, JSON.stringify(Object.fromEntries(values)));
  return { root, ports };
}

/** Temporal keeps the ports of a service in columns that hold no number above 32,767. */
async function findLowPort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_768);
    if (!(await isPortOpen(port))) return port;
  }
}

function persistenceAt(databaseUrl: string) {
  const { hostname, port, username, password } = new URL(databaseUrl);
  const store = (databaseName: string) => ({
    sql: {
      pluginName: 'postgres12',
      databaseName,
      connectAddr: `${hostname}:${port}`,
      connectProtocol: 'tcp',
      user: username,
      password,
      maxConns: 10,
      maxIdleConns: 10,
      maxConnLifetime: '1h',
    },
  });
  return {
    defaultStore: 'workflows',
    visibilityStore: 'visibility',
    numHistoryShards: 4,
    datastores: { workflows: store('temporal'), visibility: store('temporal_visibility') },
  };
}

/** A cluster that knows of no other. */
function alone(frontend: number) {
  const active = {
    enabled: true,
    initialFailoverVersion: 1,
    rpcName: 'frontend',
    rpcAddress: `127.0.0.1:${frontend}`,
  };
  return {
    enableGlobalNamespace: false,
    failoverVersionIncrement: 10,
    masterClusterName: 'active',
    currentClusterName: 'active',
    clusterInformation: { active },
  };
}

import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { isPortOpen } from '../../../adapters/processes/free-port.ts';
import { startServerProcess, waitUntilReady } from '../../../adapters/processes/server-process.ts';
import { searchAttributes } from '../../../embedded/toolchain/search-attributes.ts';
import { openProcess, type ProcessHandle } from '../grown-up/process-handle.ts';
import { eventually } from '../journey/eventually.ts';
import { type Configured, configure, type Service, services } from './configure.ts';
import { findTemporalServer, type TemporalServer } from './find-server.ts';
import { makeTables } from './make-tables.ts';

/** Temporal's four services, each a process of its own, over one PostgreSQL. */
export type Cluster = {
  /** Where the frontend answers. */
  readonly address: string;
  readonly processes: Readonly<Record<Service, ProcessHandle>>;
};

type Order = {
  readonly folder: string;
  readonly databaseUrl: string;
  readonly namespace: string;
  readonly dynamicConfig?: Readonly<Record<string, string | number | boolean>>;
  /** What was started, as soon as it runs, even when the rest does not come up. */
  readonly started: (handle: ProcessHandle) => void;
};

/** Starts a cluster with a namespace and Tidegate's search attributes in it. */
export async function startCluster(order: Order): Promise<Cluster> {
  const temporal = await findTemporalServer((line) => process.stderr.write(`${line}\n`));
  await makeTables(temporal, order.databaseUrl);
  const root = join(order.folder, 'temporal');
  const configured = await configure(root, order.databaseUrl, order.dynamicConfig ?? {});
  const opened: [Service, ProcessHandle][] = [];
  // One after the other: the first one describes the cluster, which two at once would do twice.
  for (const service of services) {
    const handle = await openService(service, temporal, configured, order);
    order.started(handle);
    opened.push([service, handle]);
  }
  const address = `127.0.0.1:${configured.ports.frontend}`;
  await furnish(address, order.namespace);
  return { address, processes: Object.fromEntries(opened) as Cluster['processes'] };
}

function openService(
  service: Service,
  { server }: TemporalServer,
  { root, ports }: Configured,
  { folder }: Order,
): Promise<ProcessHandle> {
  const logFile = join(folder, 'logs', `temporal-${service}.log`);
  const where = ['--root', root, '--env', 'cluster', '--allow-no-auth'];
  const command = {
    name: `Temporal’s ${service}`,
    executable: server,
    args: [...where, 'start', '--service', service],
    logFile,
    cwd: root,
  };
  return openProcess(`temporal-${service}`, logFile, async () => {
    const started = await startServerProcess(command);
    // The worker, which looks after the cluster itself, serves nobody.
    const isReady = async () => service === 'worker' || isPortOpen(ports[service]);
    await waitUntilReady(started, command, isReady);
    return started;
  });
}

// The enum value of the type Keyword in Temporal's API.
const keyword = 2;
const aDay = msToTs('1 day');

/** A cluster comes without a namespace; each of its services learns of a new one after a while. */
async function furnish(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 30_000 });
  try {
    const { workflowService, operatorService } = connection;
    await eventually('the namespace is registered', async () => {
      await workflowService
        .registerNamespace({ namespace, workflowExecutionRetentionPeriod: aDay })
        .catch(() => undefined);
      return workflowService.describeNamespace({ namespace }).catch(() => null);
    });
    const wanted = Object.fromEntries(searchAttributes.map((name) => [name, keyword]));
    await eventually('its search attributes are known', async () => {
      await operatorService
        .addSearchAttributes({ namespace, searchAttributes: wanted })
        .catch(() => undefined);
      const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
      return searchAttributes.every((name) => customAttributes?.[name]) ? true : null;
    });
  } finally {
    await connection.close();
  }
}

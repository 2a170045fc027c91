import { readFile } from 'node:fs/promises';
import type { Client } from '@temporalio/client';
import {
  type ActivityInterceptorsFactory,
  type NativeConnection,
  Worker,
} from '@temporalio/worker';
import { createAccessActivities } from '../activities/access/index.ts';
import type { AccessPorts } from '../activities/access/ports.ts';
import type { AccessOffice } from '../activities/access/sweep.ts';
import type { Ports } from '../activities/ports/index.ts';
import { createPostgresGranter } from '../adapters/access/postgres/granter.ts';
import type { KeptByEnvironment } from '../adapters/settings/resolver.ts';
import { createFileKeyRing } from '../adapters/signatures/key-ring.ts';
import { createActVerifier } from '../adapters/signatures/verify-access-act.ts';
import type { Records } from '../records/index.ts';
import {
  type AccessInput,
  accessWorkflowId,
  taskQueues,
  workflowTaskTimeout,
  workflowTypes,
} from '../workflows/contract.ts';
import type { WorkerConfig } from './config.ts';

type Config = Pick<WorkerConfig, 'TIDEGATE_KEY_RING' | 'TIDEGATE_ACCESS_DATABASES'>;

/** What the steps of an access work with, from the configuration. */
export function createAccessPorts(
  { TIDEGATE_KEY_RING, TIDEGATE_ACCESS_DATABASES: file }: Config,
  records: Records,
  { statements, directory, notifier, clock, ledger }: Ports,
): AccessPorts {
  return {
    statements,
    directory,
    notifier,
    clock,
    ledger,
    grants: records,
    catalog: records.catalog,
    actVerifier: createActVerifier(createFileKeyRing(TIDEGATE_KEY_RING)),
    // Read at each step, so that an address that is mended counts at once.
    granter: createPostgresGranter(async ({ environment, resource }) => {
      if (file === undefined) return undefined;
      const databases = JSON.parse(await readFile(file, 'utf8')) as KeptByEnvironment;
      return databases[environment]?.[resource];
    }),
  };
}

/** The worker of the steps of accesses, on a queue of their own. */
export function createAccessWorker(
  connection: NativeConnection,
  namespace: string,
  ports: AccessPorts,
  around: readonly ActivityInterceptorsFactory[] = [],
): Promise<Worker> {
  return Worker.create({
    connection,
    namespace,
    taskQueue: taskQueues.access,
    activities: createAccessActivities(ports),
    interceptors: { activity: [...around] },
    maxConcurrentActivityTaskExecutions: 20,
  });
}

/** How a sweep gives an access its workflow back. */
export function createAccessOffice(client: Client): AccessOffice {
  return {
    async ensureRunning(access) {
      const input: AccessInput = { access };
      await client.workflow.start(workflowTypes.access, {
        workflowId: accessWorkflowId(access),
        taskQueue: taskQueues.workflows,
        args: [input],
        workflowTaskTimeout,
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'USE_EXISTING',
        staticSummary: `Access ${access}, started again`,
      });
    },
  };
}

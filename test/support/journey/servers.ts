import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import pino from 'pino';
import { createFileEvidenceStore } from '../../../adapters/evidence/file-store.ts';
import { createDevIssuer } from '../../../api/access/dev-issuer.ts';
import { createVerifyToken } from '../../../api/access/verify-token.ts';
import { createApp } from '../../../api/app.ts';
import { keptOpenMs } from '../../../api/listen.ts';
import { createReleaseClient } from '../../../api/release-client.ts';
import { createKey } from '../../../api/signing/create-key.ts';
import { createSigner } from '../../../api/signing/sign-statement.ts';
import type { Records } from '../../../records/index.ts';
import { createAccessPorts, createAccessWorker } from '../../../workers/access.ts';
import type { WorkerConfig } from '../../../workers/config.ts';
import { createReconcilerWorker } from '../../../workers/reconciler.ts';
import { type Build, buildOf } from '../../../workers/versioning.ts';
import { createPorts } from '../../../workers/wiring.ts';
import { createWorkers } from '../../../workers/workers.ts';
import type { TestNamespace } from '../api/test-namespace.ts';
import { bundledWorkflows } from '../stack/workflow-bundle.ts';
import { roleGroups } from './documents.ts';

/** What both servers of a journey stand on. */
export type Ground = {
  readonly stateFolder: string;
  readonly databaseUrl: string;
  readonly records: Records;
  readonly temporal: TestNamespace;
  /** Who divides users. */
  readonly traffic: 'gateway' | 'nginx';
};

export type Server = { stop(): Promise<void> };

const log = pino({ level: 'silent' });
/** Where a journey writes what people are told through, if through more than log and file. */
export const channelsOf = ({ stateFolder }: Pick<Ground, 'stateFolder'>) =>
  join(stateFolder, 'channels.json');

/** Where a journey writes the addresses of what its components keep, if they keep anything. */
export const databasesOf = ({ stateFolder }: Pick<Ground, 'stateFolder'>) =>
  join(stateFolder, 'databases.json');
/** Where a journey writes the addresses of databases that people are let into. */
export const accessDatabasesOf = ({ stateFolder }: Pick<Ground, 'stateFolder'>) =>
  join(stateFolder, 'access-databases.json');
/** Where a journey writes what its checks are known by, if they are known. */
export const credentialsOf = ({ stateFolder }: Pick<Ground, 'stateFolder'>) =>
  join(stateFolder, 'credentials.json');
const keyRingOf = ({ stateFolder }: Ground) => join(stateFolder, 'key-ring.json');

/** A real API of the embedded mode on a free loopback port. */
export async function startApi(ground: Ground): Promise<Server & { readonly origin: string }> {
  const keys = join(ground.stateFolder, 'keys');
  const signing = {
    privateKeyFile: join(keys, 'statements.json'),
    keyRingFile: keyRingOf(ground),
    purpose: 'statements',
    notBefore: new Date().toISOString(),
    notAfter: null,
  } as const;
  await createKey(signing);
  const devIssuer = await createDevIssuer(keys);
  const app = createApp({
    records: ground.records,
    releases: createReleaseClient(ground.temporal.client),
    signer: await createSigner(signing),
    auth: { devIssuer, verifyToken: createVerifyToken(devIssuer), roleGroups },
    log,
    evidence: createFileEvidenceStore({ root: join(ground.stateFolder, 'evidence') }),
    temporalUi: null,
    // Journeys ask without pause.
    rateLimits: { perActorPerMinute: 1_000_000, refusedPerMinute: 1_000 },
  });
  const server = createServer(app);
  server.keepAliveTimeout = keptOpenMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What a journey's workers may be told besides. */
export type WorkerSettings = Partial<
  Pick<WorkerConfig, 'TIDEGATE_PROMETHEUS_URL' | 'TIDEGATE_BUILD_ID'>
>;

/** Real workers over real adapters, in this process. */
export async function startWorkers(ground: Ground, settings: WorkerSettings = {}): Promise<Server> {
  const config = {
    DATABASE_URL: ground.databaseUrl,
    TIDEGATE_STATE_DIR: ground.stateFolder,
    TIDEGATE_KEY_RING: keyRingOf(ground),
    TIDEGATE_WORKER_HOST: '127.0.0.1',
    TIDEGATE_DATABASES: databasesOf(ground),
    TIDEGATE_CREDENTIALS: credentialsOf(ground),
    TIDEGATE_CHANNELS: channelsOf(ground),
    TIDEGATE_ACCESS_DATABASES: accessDatabasesOf(ground),
    // Migrations are tried out on the server that all tests share: starting one takes seconds.
    TIDEGATE_REHEARSAL_DATABASE_URL: process.env.TIDEGATE_TEST_DATABASE_URL ?? '',
    TIDEGATE_TRAFFIC: ground.traffic,
    TIDEGATE_WORKER_PORT: 0,
    TIDEGATE_LOG_LEVEL: 'error',
    TIDEGATE_BUILD_ID: '',
    TIDEGATE_RUNNING_RELEASES: 'move',
    ...settings,
  } as const;
  const { nativeConnection, namespace, client } = ground.temporal;
  const ports = createPorts(config, ground.records, client, log);
  const access = createAccessPorts(config, ground.records, ports);
  const workers = [
    await createAccessWorker(nativeConnection, namespace, access),
    ...(await createWorkers(nativeConnection, namespace, ports, await codeOf(buildOf(config)))),
    await createReconcilerWorker(nativeConnection, {
      ...ports,
      client,
      records: ground.records,
      access,
    }),
  ];
  const running = workers.map((worker) => worker.run());
  return {
    async stop() {
      for (const worker of workers) worker.shutdown();
      await Promise.all(running);
    },
  };
}

/** What has a name of its own is bundled anew, as it says more than the others of builds. */
const codeOf = async (build: Build | null) =>
  build === null ? { workflowBundle: await bundledWorkflows() } : { build };

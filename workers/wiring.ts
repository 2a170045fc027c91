import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Ports } from '../activities/ports/index.ts';
import { createFileArtifactStore } from '../adapters/artifacts/file-store.ts';
import { createDeployer, deployerRoots, localProcessRoot } from '../adapters/deployers/index.ts';
import { startAll } from '../adapters/deployers/local-process/start-all.ts';
import { createCedarEngine } from '../adapters/duties/cedar.ts';
import { createFileEvidenceStore } from '../adapters/evidence/file-store.ts';
import { readJunit } from '../adapters/evidence/read-junit.ts';
import { createLocalForensics } from '../adapters/forensics/local.ts';
import { createMetrics } from '../adapters/metrics/metrics.ts';
import type { PrometheusOptions } from '../adapters/metrics/prometheus.ts';
import { createNotifier } from '../adapters/notifiers/index.ts';
import { createDatabasesOn } from '../adapters/postgres/databases-on.ts';
import { createOwnServers } from '../adapters/postgres/own-servers.ts';
import { createProber } from '../adapters/probers/prober.ts';
import { createProcessRunner } from '../adapters/runners/process.ts';
import { createSettingsResolver, type KeptByEnvironment } from '../adapters/settings/resolver.ts';
import { createGitSource } from '../adapters/sources/git.ts';
import { createWorkspaces } from '../adapters/workspaces/folder.ts';
import type { Records } from '../records/index.ts';
import { fillIn } from '../spec/message-template.ts';
import type { WorkerConfig } from './config.ts';
import { reachingBeyond } from './local-targets.ts';
import { createOwnPorts } from './own-ports.ts';
import { createProgress } from './progress.ts';
import { createTraffic, startTraffic } from './traffic.ts';

const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/**
 * Brings up what stands on this machine and is not there: the gateway, and deployed processes that
 * a restart of the machine has ended. What runs is left alone.
 */
export async function startLocalTargets(config: WorkerConfig, log: Logger): Promise<void> {
  const stateFolder = config.TIDEGATE_STATE_DIR;
  await startTraffic(config);
  const signal = AbortSignal.timeout(60_000);
  try {
    await startAll(localProcessRoot({ stateFolder }), { signal, heartbeat: () => {} });
  } catch (error) {
    // One service that does not come up must not keep the worker from the releases of all others.
    log.error({ err: error }, 'Something that is deployed on this machine does not come up.');
  }
}

/** What the ports are chosen by. */
type PortsConfig = Pick<
  WorkerConfig,
  'TIDEGATE_STATE_DIR' | 'TIDEGATE_KEY_RING' | 'TIDEGATE_DATABASES'
> &
  Partial<
    Pick<
      WorkerConfig,
      | 'TIDEGATE_LOCAL_TARGETS'
      | 'TIDEGATE_TRAFFIC'
      | 'TIDEGATE_REHEARSAL_DATABASE_URL'
      | 'TIDEGATE_CHANNELS'
      | 'TIDEGATE_CREDENTIALS'
      | 'TIDEGATE_PROMETHEUS_URL'
      | 'TIDEGATE_PROMETHEUS_TOKEN_FILE'
    >
  >;

/** From configuration to adapters: the one place that chooses who stands behind each port. */
export function createPorts(
  config: PortsConfig,
  records: Records,
  client: Client,
  log: Logger,
): Ports {
  const state = (name: string) => join(config.TIDEGATE_STATE_DIR, name);
  const evidence = createFileEvidenceStore({ root: state('evidence') });
  const traffic = createTraffic(config);
  const deployer = deployersOf(config);
  const clock = () => new Date();
  return {
    ...createOwnPorts(records, client, config.TIDEGATE_KEY_RING),
    dutyEngine: createCedarEngine(),
    rehearsals: records,
    sources: createGitSource({
      root: state('checkouts'),
      repositoriesFrom: config.TIDEGATE_STATE_DIR,
    }),
    workspaces: createWorkspaces(),
    runner: createProcessRunner({
      roots: [state('checkouts')],
      scratch: state('scratch'),
      evidence,
    }),
    artifacts: createFileArtifactStore({ root: state('artifacts') }),
    evidence,
    readJunit,
    deployer,
    rehearsalDeployer,
    databases: createDatabases(config.TIDEGATE_REHEARSAL_DATABASE_URL, state('throw-away')),
    traffic,
    metrics: createMetrics({
      gateway: { traffic, clock, root: state('metrics') },
      prometheus: prometheusOf(config),
    }),
    forensics: createLocalForensics({
      roots: deployerRoots({ stateFolder: config.TIDEGATE_STATE_DIR }),
      deployer,
      traffic,
    }),
    settings: createSettingsResolver({
      traffic,
      databases: () => readKept(config.TIDEGATE_DATABASES),
      credentials: () => readKept(config.TIDEGATE_CREDENTIALS),
      project: projectRoot,
    }),
    prober: createProber(),
    ...createMessenger(config, records, log),
    clock,
    progress: createProgress(records.keepProgress, log),
  };
}

function prometheusOf(
  config: Pick<PortsConfig, 'TIDEGATE_PROMETHEUS_URL' | 'TIDEGATE_PROMETHEUS_TOKEN_FILE'>,
): PrometheusOptions | null {
  const { TIDEGATE_PROMETHEUS_URL: url, TIDEGATE_PROMETHEUS_TOKEN_FILE: tokenFile } = config;
  if (url === undefined) return null;
  return { url, ...(tokenFile === undefined ? {} : { tokenFile }) };
}

function deployersOf(
  config: Pick<WorkerConfig, 'TIDEGATE_STATE_DIR'> &
    Partial<Pick<WorkerConfig, 'TIDEGATE_LOCAL_TARGETS'>>,
): Ports['deployer'] {
  const hasLocalTargets = config.TIDEGATE_LOCAL_TARGETS !== 'off';
  const stateFolder = config.TIDEGATE_STATE_DIR;
  return (name) => createDeployer(hasLocalTargets ? name : reachingBeyond(name), { stateFolder });
}

function createDatabases(given: string | undefined, root: string): Ports['databases'] {
  return given === undefined ? createOwnServers({ root }) : createDatabasesOn(given);
}

/** Words, and the ways in which they reach people. */
function createMessenger(
  config: Pick<WorkerConfig, 'TIDEGATE_STATE_DIR'> &
    Partial<Pick<WorkerConfig, 'TIDEGATE_CHANNELS'>>,
  records: Records,
  log: Logger,
): Pick<Ports, 'notifier' | 'fillIn'> {
  const options = {
    log,
    file: join(config.TIDEGATE_STATE_DIR, 'announcements.jsonl'),
    channels: config.TIDEGATE_CHANNELS,
    addressesOf: (names: readonly string[]) => records.addressesOf(names),
  };
  return { notifier: (channel) => createNotifier(channel, options), fillIn };
}

const rehearsalDeployer: Ports['rehearsalDeployer'] = async (name, work) => {
  const stateFolder = await mkdtemp(join(tmpdir(), 'tidegate-migration-'));
  try {
    return await work(createDeployer(name, { stateFolder }));
  } finally {
    await rm(stateFolder, { recursive: true, force: true, maxRetries: 3 });
  }
};

async function readKept(file: string | undefined): Promise<KeptByEnvironment> {
  if (file === undefined) return {};
  return JSON.parse(await readFile(file, 'utf8')) as KeptByEnvironment;
}

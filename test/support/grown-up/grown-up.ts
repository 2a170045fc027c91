import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { localProcessRoot } from '../../../adapters/deployers/index.ts';
import { stopAll as stopDeployed } from '../../../adapters/deployers/local-process/stop-all.ts';
import { findFreePort } from '../../../adapters/processes/free-port.ts';
import { stopGateway } from '../../../adapters/traffic/gateway/stop.ts';
import { roleGroups } from '../journey/documents.ts';
import { query } from '../journey/ledger-rows.ts';
import { JourneyPerson } from '../journey/person.ts';
import { makeRunFolder, removeRunFolder } from '../stack/run-folder.ts';
import { composeVariables } from './compose-variables.ts';
import type { EndSignal, ProcessHandle } from './process-handle.ts';
import { type EngineOptions, namespace, openEngine, openPostgres } from './servers.ts';
import { startTestIssuer, type TestIssuer } from './test-issuer.ts';
import { bareEnvironment, projectRoot, startTidegateProcess } from './tidegate-process.ts';

/**
 * Tidegate as an installation runs it: PostgreSQL, a Temporal server, the API and workers, each a
 * process of its own with the variables of docker-compose.yml, on free loopback ports.
 */
export type GrownUp = {
  /** Everything of this set-up lies in here. */
  readonly folder: string;
  /** What all workers share: checkouts, artifacts, evidence, what deployers remember. */
  readonly stateFolder: string;
  readonly origin: string;
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly namespace: string;
  readonly postgres: ProcessHandle;
  readonly temporal: ProcessHandle;
  readonly api: ProcessHandle;
  /** Those that were started; `addWorker` appends. */
  readonly workers: readonly ProcessHandle[];
  readonly issuer: TestIssuer;
  /** With further variables of that worker alone. */
  readonly addWorker: (variables?: Readonly<Record<string, string>>) => Promise<ProcessHandle>;
  /** A person of the catalog, with a token of the issuer. */
  readonly person: (handle: string) => Promise<JourneyPerson>;
  /** Whoever applies the first catalog, when nobody is in one: the token carries the role. */
  readonly founder: () => Promise<JourneyPerson>;
  /** Ends every process by its id, and removes the folder. */
  readonly stopAll: () => Promise<void>;
};

export type GrownUpOptions = EngineOptions & {
  /** How many worker processes; 1 when not said. */
  readonly workers?: number;
  /** What workers reach Temporal by, such as a line that can be cut; its own address otherwise. */
  readonly lineToTemporal?: (address: string) => Promise<string>;
  /** Further variables of the API's process, and of the workers'. */
  readonly variables?: Readonly<Record<string, string>>;
};

type Closers = (() => unknown)[];

/** Starts it all. Whatever was started is stopped again when something does not come up. */
export async function startGrownUp(options: GrownUpOptions = {}): Promise<GrownUp> {
  const closers: Closers = [];
  const stopAll = async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  };
  try {
    const ground = await openGround(options, closers);
    const services = await openServices(ground, options, closers);
    const people = peopleAt(services.origin, ground.databaseUrl, ground.issuer);
    return { ...ground, ...services, ...people, namespace, stopAll };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

type Ground = Pick<
  GrownUp,
  'folder' | 'stateFolder' | 'databaseUrl' | 'temporalAddress' | 'postgres' | 'temporal' | 'issuer'
>;

/** Folder, identity provider and servers: what Tidegate stands on. */
async function openGround(options: GrownUpOptions, closers: Closers): Promise<Ground> {
  const runFolder = await makeRunFolder();
  closers.push(() => removeRunFolder(runFolder));
  const folder = runFolder.path;
  const stateFolder = join(folder, 'state');
  for (const name of ['state', 'keys', 'key-ring']) mkdirSync(join(folder, name));
  const issuer = await startTestIssuer();
  closers.push(() => issuer.close());
  const { postgres, databaseUrl } = await openPostgres(folder);
  closers.push(() => stop(postgres, 'SIGINT'));
  const engine = await openEngine({ folder, databaseUrl }, options, (handle) => {
    closers.push(() => stop(handle, 'SIGKILL'));
  });
  closers.push(() => stopWhatWasDeployed(stateFolder));
  return { folder, stateFolder, databaseUrl, postgres, issuer, ...engine };
}

/** The API first: it brings the database to the newest version. */
async function openServices(
  ground: Ground,
  options: GrownUpOptions,
  closers: Closers,
): Promise<Pick<GrownUp, 'origin' | 'api' | 'workers' | 'addWorker'>> {
  const { folder } = ground;
  const kept = async (opening: Promise<ProcessHandle>): Promise<ProcessHandle> => {
    const handle = await opening;
    closers.push(() => stop(handle, 'SIGKILL'));
    return handle;
  };
  const port = await findFreePort();
  const origin = `http://127.0.0.1:${port}`;
  const variablesOf = await inTheWordsOfCompose(ground);
  const at = (service: string) => ({ ...variablesOf(service), ...options.variables });
  await run('api/create-signing-key.ts', at('create-signing-key'));
  await run('api/migrate-records.ts', at('migrations'));
  const variables = { ...at('api'), ...forTests, TIDEGATE_PORT: String(port) };
  const readyUrl = `${origin}/readyz`;
  const file = 'api/main.ts';
  const api = await kept(startTidegateProcess({ name: 'api', file, folder, variables, readyUrl }));
  const workers: ProcessHandle[] = [];
  const line = await options.lineToTemporal?.(ground.temporalAddress);
  const its = { ...at('worker'), ...unversioned, TEMPORAL_ADDRESS: line ?? ground.temporalAddress };
  const addWorker: GrownUp['addWorker'] = async (more = {}) => {
    const name = `worker-${workers.length + 1}`;
    const handle = await kept(startWorker(name, folder, { ...its, ...more }));
    workers.push(handle);
    return handle;
  };
  for (let count = 0; count < (options.workers ?? 1); count += 1) await addWorker();
  return { origin, api, workers, addWorker };
}

/** Builds beside each other have a test of their own; elsewhere one worker is like another. */
const unversioned = { TIDEGATE_BUILD_ID: '' };

/** Tests ask without pause. */
const forTests = { TIDEGATE_REQUESTS_PER_MINUTE: '1000000' };

/**
 * What docker-compose.yml gives each of its services, with loopback for the names of containers and
 * a folder for the volumes. Tidegate signs in as the user that owns its database and nothing else.
 */
async function inTheWordsOfCompose(ground: Ground) {
  const { folder, databaseUrl, temporalAddress, issuer } = ground;
  const password = await createOwner(databaseUrl);
  const given = {
    TIDEGATE_DB_PASSWORD: password,
    TIDEGATE_BUILD_ID: 'tested',
    TIDEGATE_OIDC_ISSUER: issuer.issuer,
    TIDEGATE_OIDC_AUDIENCE: issuer.audience,
    TIDEGATE_OIDC_JWKS_URL: issuer.jwksUrl,
    TIDEGATE_ROLE_GROUPS: JSON.stringify(roleGroups),
  };
  const places = {
    '//tidegate:': `//${owner}:`,
    '@postgres:5432': `@${new URL(databaseUrl).host}`,
    'temporal:7233': temporalAddress,
    '/var/lib/tidegate': folder,
    '0.0.0.0': '127.0.0.1',
  };
  return (service: string) => composeVariables(service, given, places);
}

/** In docker/create-databases.sh it has the name that the superuser of the tests has. */
const owner = 'tidegate_owner';

/** The user that docker/create-databases.sh makes: it owns one database, and nothing else. */
async function createOwner(databaseUrl: string): Promise<string> {
  const password = randomBytes(16).toString('hex');
  await query(databaseUrl, `create role ${owner} login password '${password}'`);
  await query(databaseUrl, `alter database tidegate owner to ${owner}`);
  // What the tests themselves put into the database, they put there for Tidegate as well.
  await query(databaseUrl, `alter default privileges grant all on tables to ${owner}`);
  return password;
}

/** A program that ends by itself, as an operator or a container runs it. */
async function run(file: string, variables: Readonly<Record<string, string>>): Promise<void> {
  const parameters = ['--disable-warning=ExperimentalWarning', file];
  const env = { ...bareEnvironment(), ...variables };
  await promisify(execFile)(process.execPath, parameters, { cwd: projectRoot, env });
}

async function startWorker(
  name: string,
  folder: string,
  variables: Readonly<Record<string, string>>,
): Promise<ProcessHandle> {
  const port = await findFreePort();
  return startTidegateProcess({
    name,
    file: 'workers/main.ts',
    folder,
    variables: { ...variables, TIDEGATE_WORKER_PORT: String(port) },
    readyUrl: `http://127.0.0.1:${port}/readyz`,
  });
}

function peopleAt(
  origin: string,
  databaseUrl: string,
  issuer: TestIssuer,
): Pick<GrownUp, 'person' | 'founder'> {
  const signIn = async (subject: string, roles: readonly string[] = []) =>
    new JourneyPerson(origin, { subject, token: await issuer.tokenFor(subject, roles) });
  return {
    founder: () => signIn('founder', ['admin']),
    async person(handle) {
      // The identity provider and the catalog have to agree about who is who.
      const text = 'select subject from subjects where person = $1';
      const [row] = await query<{ subject: string }>(databaseUrl, text, [handle]);
      if (row === undefined) throw new Error(`No catalog that was applied has ${handle} in it.`);
      return signIn(row.subject);
    },
  };
}

async function stop(handle: ProcessHandle, signal: EndSignal): Promise<void> {
  // A frozen process obeys nothing but a kill.
  handle.thaw();
  if (handle.isRunning()) await handle.kill(signal);
}

async function stopWhatWasDeployed(stateFolder: string): Promise<void> {
  const context = { signal: AbortSignal.timeout(60_000), heartbeat: () => {} };
  await stopDeployed(localProcessRoot({ stateFolder }), context);
  await stopGateway({ root: join(stateFolder, 'gateway') });
}

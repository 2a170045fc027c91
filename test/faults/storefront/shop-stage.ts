import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removePostgresFolder } from '../../../embedded/stack/remove-postgres-folder.ts';
import { openStateFolder, type StateFolder } from '../../../embedded/stack/state-folder.ts';
import {
  ensureStorefrontDatabase,
  stopStorefrontDatabase,
} from '../../../embedded/stack/storefront-database.ts';
import { runTool } from '../../support/files/run-tool.ts';
import { query } from '../../support/journey/ledger-rows.ts';
import { exampleFolder } from '../../support/storefront/documents.ts';
import { installDependencies } from '../../support/storefront/install-dependencies.ts';
import { beginRelease, openGround, type StageGround } from '../fault-stage.ts';
import { closeRelease } from '../release-ends.ts';
import { recordedCatalog, shopDocument, shopPolicies } from './shop-documents.ts';
import type { ShopScene } from './shop-scene.ts';

/** A program of the storefront that was started, or ended, as it wrote it down itself. */
export type Start = {
  readonly environment: string;
  readonly component: string;
  /** Its file and its arguments. */
  readonly program: string;
  readonly version: string | null;
  readonly digest: string | null;
  readonly pid: number;
  readonly port: string | null;
  readonly at: string;
  /** The code that it ended with by itself; null for the entry of its start. */
  readonly ended: number | null;
};

/** A grown-up Tidegate, and the storefront's 1.0.0 behind the gateway in each environment. */
export type ShopStage = StageGround & {
  readonly starts: () => readonly Start[];
  /** The address of the storefront's database in an environment. */
  readonly databaseIn: (environment: string) => string;
  /** Starts the release of 2.0.0. */
  readonly begin: (scene: Pick<ShopScene, 'release' | 'environment' | 'shape'>) => Promise<void>;
};

const first = 'shop-first';

/** Starts it all, and releases 1.0.0 into all of these environments. */
export async function openShopStage(environments: readonly string[]): Promise<ShopStage> {
  const beside = openStateFolder(mkdtempSync(join(tmpdir(), 'tidegate-shop-')));
  const closers: (() => Promise<unknown>)[] = [() => removeDatabases(beside)];
  const close = async () => {
    for (const closer of closers.splice(0).toReversed()) await closer();
  };
  try {
    const databases = await createDatabases(beside, environments);
    const variables = { TIDEGATE_DATABASES: beside.databases, TIDEGATE_LOCAL_TARGETS: 'on' };
    const ground = await openGround({ variables });
    closers.push(() => ground.close());
    const startsFile = join(beside.root, 'starts.jsonl');
    await install(ground, environments, startsFile);
    return {
      ...ground,
      close,
      starts: () => readStarts(startsFile),
      databaseIn: (environment) => databases[environment]?.storefront ?? '',
      begin: ({ release, environment, shape }) => {
        const order = { release, version: '2.0.0', policy: shape, environments: [environment] };
        return beginRelease(ground.grownUp, release, shopDocument(order));
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function removeDatabases(beside: StateFolder): Promise<void> {
  await stopStorefrontDatabase(beside);
  removePostgresFolder(beside.storefront);
  rmSync(beside.root, { recursive: true, force: true });
}

type Databases = Readonly<Record<string, { readonly storefront: string }>>;

/** A database for each environment, in a server of its own as users would have it. */
async function createDatabases(
  beside: StateFolder,
  environments: readonly string[],
): Promise<Databases> {
  await ensureStorefrontDatabase(beside);
  type Known = { readonly production: { readonly storefront: string } };
  const known = JSON.parse(readFileSync(beside.databases, 'utf8')) as Known;
  const server = known.production.storefront;
  const databases: Record<string, { storefront: string }> = {};
  for (const [index, environment] of environments.entries()) {
    const url = new URL(server);
    url.pathname = `/place_${index}`;
    await query(server, `create database place_${index}`);
    databases[environment] = { storefront: url.href };
  }
  writeFileSync(beside.databases, JSON.stringify(databases), { mode: 0o600 });
  return databases;
}

async function install(
  ground: StageGround,
  environments: readonly string[],
  startsFile: string,
): Promise<void> {
  const { stateFolder, founder } = ground.grownUp;
  const repository = join(stateFolder, 'storefront/repository');
  runTool(process.execPath, join(exampleFolder, 'create-repository.mjs'), repository);
  const dependencies = installDependencies(stateFolder, repository);
  const catalog = recordedCatalog(dependencies, environments, startsFile);
  const documents = [catalog, ...shopPolicies(environments)];
  const { status, body } = await (await founder()).put('/v1/catalog', { documents });
  if (status !== 200) throw new Error(`Nothing was applied: ${JSON.stringify(body)}`);
  const order = { release: first, version: '1.0.0', policy: 'install', environments } as const;
  await beginRelease(ground.grownUp, first, shopDocument(order));
  await closeRelease(ground, first, 20 * 60_000);
}

function readStarts(file: string): readonly Start[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Start);
}

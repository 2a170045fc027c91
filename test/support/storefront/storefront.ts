import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EvidenceReference } from '../../../domain/release/event.ts';
import { runTool } from '../files/run-tool.ts';
import { type Journey, useJourney } from '../journey/journey.ts';
import { query } from '../journey/ledger-rows.ts';
import { type Running, runningBelow } from '../journey/running.ts';
import { databasesOf } from '../journey/servers.ts';
import { createTestDatabase, type TestDatabase } from '../stack/database.ts';
import {
  exampleFolder,
  storefrontCatalog,
  storefrontPolicies,
  storefrontRelease,
} from './documents.ts';

const production = 'production';

/** What stands in production, asked from the shop, the machine and the database. */
export type Standing = {
  readonly version: string | null;
  readonly page: number;
  readonly running: readonly Running[];
  readonly columns: readonly string[];
  readonly views: readonly string[];
  readonly migrations: readonly string[];
};

/** The example's shop in production at 2.0.0, released by Tidegate, and its own database. */
export type Storefront = {
  readonly journey: Journey;
  /** The password in the address of the shop's database, which nobody may read anywhere. */
  readonly password: string;
  standing(): Promise<Standing>;
  sql(text: string): Promise<readonly Record<string, unknown>[]>;
  originOf(component: string): Promise<string>;
  /** A document of the evidence store, after its bytes were compared with its digest. */
  evidence(reference: EvidenceReference): string;
};

export function useStorefront(): { readonly storefront: Storefront } {
  const shop: { database: TestDatabase | null } = { database: null };
  const holder = useJourney(
    (journey) => journey.apply(...storefrontPolicies),
    async (stateFolder) => {
      shop.database = await createTestDatabase();
      return layGround(stateFolder, shop.database);
    },
  );
  beforeAll(async () => {
    const first = await holder.journey.begin(storefrontRelease('2.0.0', 'install'));
    await first.until('is reviewed', ({ phase }) => phase === 'reviewing', 150_000);
  }, 180_000);
  afterAll(() => shop.database?.drop());
  return {
    get storefront() {
      if (shop.database === null) throw new Error('The shop is open while tests run.');
      return lookInto(holder.journey, shop.database.url);
    },
  };
}

/** The shop's repository and its database, and the folder with the first catalog. */
function layGround(stateFolder: string, { url }: TestDatabase): string {
  const repository = join(stateFolder, 'storefront/repository');
  runTool(process.execPath, join(exampleFolder, 'create-repository.mjs'), repository);
  const databases = { [production]: { storefront: url } };
  writeFileSync(databasesOf({ stateFolder }), JSON.stringify(databases));
  const seed = join(stateFolder, 'seed');
  mkdirSync(seed);
  const dependencies = installDependencies(stateFolder, repository);
  writeFileSync(join(seed, 'catalog.yaml'), storefrontCatalog(dependencies));
  return seed;
}

/** What a component of the storefront builds and tests with; that of `schema` is everybody's. */
function installDependencies(stateFolder: string, repository: string): string {
  const clone = join(stateFolder, 'dependencies');
  runTool(
    'git',
    'clone',
    '--quiet',
    '--config',
    'advice.detachedHead=false',
    '--branch',
    'v2.0.0',
    repository,
    clone,
  );
  const folder = join(clone, 'schema');
  const quiet = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--silent'];
  runTool('npm', 'ci', '--prefix', folder, ...quiet);
  return join(folder, 'node_modules');
}

function lookInto(journey: Journey, url: string): Storefront {
  const { stateFolder } = journey;
  const originOf = async (component: string) =>
    (await journey.originOf(production, component)) ?? '';
  const sql = (text: string) => query<Record<string, unknown>>(url, text);
  const names = async (text: string) => (await sql(text)).map(({ name }) => String(name));
  return {
    journey,
    password: new URL(url).password,
    originOf,
    sql,
    async standing() {
      const response = await fetch(await originOf('web'));
      await response.arrayBuffer();
      return {
        version: response.headers.get('x-version'),
        page: response.status,
        running: runningBelow(stateFolder).toSorted((one, other) => one.pid - other.pid),
        columns: await names(
          `select column_name as name from information_schema.columns
             where table_name = 'orders' order by ordinal_position`,
        ),
        views: await names(
          `select table_name as name from information_schema.views where table_schema = 'public'`,
        ),
        migrations: await names('select name from schema_migrations order by version'),
      };
    },
    evidence({ digest }) {
      const hex = digest.replace('sha256:', '');
      const bytes = readFileSync(join(stateFolder, 'evidence', hex));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(hex);
      return bytes.toString('utf8');
    },
  };
}

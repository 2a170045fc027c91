import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGatewayTraffic } from '../../adapters/traffic/gateway/client.ts';
import { removePostgresFolder } from '../../embedded/stack/remove-postgres-folder.ts';
import { openStateFolder } from '../../embedded/stack/state-folder.ts';
import {
  ensureStorefrontDatabase,
  stopStorefrontDatabase,
} from '../../embedded/stack/storefront-database.ts';
import { type GrownUp, startGrownUp } from '../support/grown-up/grown-up.ts';
import type { WrittenDocument } from '../support/journey/documents.ts';
import { query } from '../support/journey/ledger-rows.ts';
import { JourneyRelease } from '../support/journey/release.ts';
import { runningBelow } from '../support/journey/running.ts';

/** Tidegate in processes of its own, and beside it the database of what it releases. */
export type City = GrownUp & {
  readonly shopDatabase: string;
  apply(...documents: readonly WrittenDocument[]): Promise<void>;
  /** Plans and starts a release, as `erin`. */
  begin(document: object): Promise<JourneyRelease>;
  originOf(component: string): Promise<string>;
  close(): Promise<void>;
};

/**
 * Starts it all. The shop's database is a server of its own: when that of Tidegate is away, users
 * go on shopping.
 */
export async function openCity(): Promise<City> {
  const beside = openStateFolder(mkdtempSync(join(tmpdir(), 'tidegate-survive-')));
  await ensureStorefrontDatabase(beside);
  const removeBeside = async () => {
    await stopStorefrontDatabase(beside);
    removePostgresFolder(beside.storefront);
    rmSync(beside.root, { recursive: true, force: true });
  };
  const variables = { TIDEGATE_DATABASES: beside.databases, TIDEGATE_LOCAL_TARGETS: 'on' };
  let grownUp: GrownUp;
  try {
    grownUp = await startGrownUp({ variables });
  } catch (error) {
    await removeBeside();
    throw error;
  }
  return {
    ...grownUp,
    ...peopleOf(grownUp),
    shopDatabase: shopDatabaseIn(beside.databases),
    async originOf(component) {
      const traffic = createGatewayTraffic({ root: join(grownUp.stateFolder, 'gateway') });
      return (await traffic.observe({ environment: 'production', component })).origin ?? '';
    },
    async close() {
      await grownUp.stopAll();
      await removeBeside();
    },
  };
}

function shopDatabaseIn(file: string): string {
  const databases = JSON.parse(readFileSync(file, 'utf8')) as {
    production: { storefront: string };
  };
  return databases.production.storefront;
}

function peopleOf(grownUp: GrownUp): Pick<City, 'apply' | 'begin'> {
  return {
    async apply(...documents) {
      const founder = await grownUp.founder();
      const { status, body } = await founder.put('/v1/catalog', { documents });
      if (status !== 200) throw new Error(`Nothing was applied: ${JSON.stringify(body)}`);
    },
    async begin(document) {
      const erin = await grownUp.person('erin');
      const planned = await erin.post<{ digest: string }>('/v1/plans', document);
      const order = { spec: document, planDigest: planned.body.digest };
      const started = await erin.post<{ release: string }>('/v1/releases', order);
      if (started.status >= 300) {
        throw new Error(`Nothing was started: ${JSON.stringify([planned.body, started.body])}`);
      }
      return new JourneyRelease(started.body.release, grownUp.person);
    },
  };
}

/** What stands in production, asked from the shop, the machine and the database. */
export async function standing(city: City) {
  const front = await fetch(`${await city.originOf('web')}/`);
  await front.arrayBuffer();
  const columns = await query<{ name: string }>(
    city.shopDatabase,
    `select column_name as name from information_schema.columns
       where table_name = 'orders' order by ordinal_position`,
  );
  const running = runningBelow(city.stateFolder);
  return {
    version: front.headers.get('x-version'),
    page: front.status,
    running: running.map(({ pid, version, digest }) => `${pid} ${version} ${digest}`).toSorted(),
    columns: columns.map(({ name }) => name),
  };
}

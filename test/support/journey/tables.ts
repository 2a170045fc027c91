import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  quietEnvironment,
  shopCatalog,
  shopPolicy,
  shopRelease,
  type WrittenDocument,
} from './documents.ts';
import { databasesOf } from './servers.ts';

type Part = Readonly<Record<string, unknown>>;

const project = join(import.meta.dirname, '../../..');

function changed(document: WrittenDocument, change: (spec: Part) => Part): WrittenDocument {
  const value = JSON.parse(document.text) as { readonly spec: Part };
  return { ...document, text: JSON.stringify({ ...value, spec: change(value.spec) }) };
}

/** Lays the tool of `tables` into the shop's repository, and writes the catalog that has it. */
export function tablesFirst(stateFolder: string, databaseUrl: string): string {
  const repository = join(stateFolder, 'repository');
  const folder = join(repository, 'tables');
  cpSync(join(import.meta.dirname, 'tables'), folder, { recursive: true });
  writeFileSync(join(folder, 'lock.json'), '{}\n');
  writeFileSync(databasesOf({ stateFolder }), JSON.stringify({ lab: { tables: databaseUrl } }));
  const catalog = shopCatalog({ repository, tool: join(stateFolder, 'tool') });
  const { text } = changed(catalog, ({ services, ...rest }) => ({
    ...rest,
    services: [...(services as readonly Part[]).map(readsTables), tables(repository)],
  }));
  const seed = join(stateFolder, 'seed');
  mkdirSync(seed);
  writeFileSync(join(seed, 'catalog.yaml'), text);
  return seed;
}

/** A program that runs this SQL, an expression, on the database that its first argument names. */
const onDatabase = (sql: string) => `
  const { Client } = require(${JSON.stringify(join(project, 'node_modules/pg'))});
  const client = new Client(process.argv[1]);
  client.connect().then(() => client.query(${sql})).finally(() => client.end());`;

/** An order in each version of the schema, with a note as long as there are notes. */
const anOrder = `do $$ begin
  insert into orders (id) values (7);
  if exists (select from information_schema.columns where column_name = 'note') then
    update orders set note = 'Ring twice.';
  end if;
end $$`;

/** What stands for the code that works on the tables. */
const readsTables = (service: Part): Part =>
  service['name'] === 'schema' ? { ...service, dependsOn: ['tables'] } : service;

const tables = (repository: string): Part => ({
  name: 'tables',
  owner: 'developers',
  source: { repository, path: 'tables' },
  build: {
    requires: ['lock.json'],
    steps: [{ name: 'build', command: ['node', 'build.mjs'] }],
    output: 'dist',
  },
  migrations: {
    lockTimeout: '3s',
    statementTimeout: '20s',
    bookkeeping: ['applied'],
    fill: ['node', '-e', onDatabase(JSON.stringify(anOrder)), '{database}'],
  },
  deployments: {
    lab: {
      deployer: 'command',
      settings: {
        workingDirectory: 'artifact',
        env: { DATABASE_URL: '{database.tables}', PROJECT: '{project}' },
        observe: ['node', 'tool.mjs', 'status'],
        apply: ['node', 'tool.mjs', 'up'],
        undo: ['node', 'tool.mjs', 'down', '{previous.version}'],
        timeoutMs: 30_000,
      },
    },
  },
});

/**
 * `plain`, in which nothing is asked; `data`, in which nothing that comes in is found well; and
 * `contract`, in which somebody says that nobody needs what is taken away.
 */
export function tablesPolicies(stateFolder: string): readonly WrittenDocument[] {
  const load = onDatabase("require('node:fs').readFileSync(process.argv[2], 'utf8')");
  const backup = {
    item: 'backup',
    takenAt: ['node', '-p', 'new Date().toISOString()'],
    maximumAge: '1h',
    restore: ['node', '-e', load, '{database}', join(stateFolder, 'dump.sql')],
    expects: [{ query: 'select count(*) from orders', atLeast: 2 }],
    before: 'irreversible',
  };
  const unwell = { check: 'command', name: 'unwell', command: ['false'], timeout: '20s' };
  const environment = quietEnvironment({ checklist: [backup], validate: [unwell] });
  const unused = {
    id: 'unused',
    title: 'See that nobody reads the column',
    at: 'before-contract',
    group: 'operations',
    instructions: 'Look through the reports of the last month.',
    deadline: '1h',
  };
  const contracting = quietEnvironment({ checklist: [backup], tasks: [unused] });
  const asks = (group: string) => ({ group, deadline: '1h' });
  const risk = {
    thresholds: { cabFrom: 0 },
    reviews: { cab: asks('cab') },
    rules: [{ when: { irreversible: true }, require: { id: 'data', ...asks('management') } }],
  };
  return [
    shopPolicy('plain', { lab: quietEnvironment() }),
    changed(shopPolicy('data', { lab: environment }), (spec) => ({ ...spec, risk })),
    changed(shopPolicy('contract', { lab: contracting }), (spec) => ({ ...spec, risk })),
  ];
}

export const tablesRelease = (version: string, policy: string, spec: object): Part => ({
  ...shopRelease(
    {
      name: `tables-${version.replaceAll('.', '-')}`,
      policy,
      version,
      components: ['tables'],
    },
    { ...spec },
  ),
});

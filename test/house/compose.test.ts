import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { searchAttributes } from '../../embedded/toolchain/search-attributes.ts';
import { workerDeployment } from '../../workflows/contract.ts';

type Service = {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly ports?: readonly string[];
  readonly healthcheck?: object;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly volumes?: readonly string[];
  readonly deploy?: { readonly replicas: number };
  readonly stop_grace_period?: string;
};

const root = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const file = parse(read('docker-compose.yml'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
};
const services = Object.entries(file.services);

test('every image has a version', () => {
  const loose = services.filter(([, { image }]) => !/:(\d[\w.]*|local)$/.test(image));
  expect(loose.map(([name]) => name)).toEqual([]);
});

test('no password and no key has a default', () => {
  const secret = /PASSWORD|PWD|SECRET|TOKEN|OIDC/;
  const given = services.flatMap(([name, { environment = {} }]) =>
    Object.entries(environment)
      .filter(([variable]) => secret.test(variable))
      .filter(([, value]) => !/^\$\{[A-Z_]+:\?[^}]+\}$/.test(String(value)))
      .map(([variable]) => `${name}: ${variable}`),
  );
  expect(given).toEqual([]);
});

test('nobody reaches PostgreSQL and Temporal from outside', () => {
  expect(file.services.postgres?.ports).toBeUndefined();
  expect(file.services.temporal?.ports).toBeUndefined();
});

test('what is published is published on loopback', () => {
  const open = services.flatMap(([, { ports = [] }]) => ports);
  expect(open.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
});

test('who waits for a service waits for its health or its end', () => {
  const hasty = services.flatMap(([name, { depends_on: others = {} }]) =>
    Object.entries(others)
      .filter(([other, { condition }]) =>
        condition === 'service_healthy'
          ? file.services[other]?.healthcheck === undefined
          : condition !== 'service_completed_successfully',
      )
      .map(([other]) => `${name} after ${other}`),
  );
  expect(hasty).toEqual([]);
});

test('the private key is mounted where it is made and used, and nowhere else', () => {
  const holders = services.filter(([, { volumes = [] }]) =>
    volumes.some((volume) => volume.startsWith('keys:')),
  );
  expect(holders.map(([name]) => name)).toEqual(['create-signing-key', 'api']);
});

test('the programs that it starts are there', () => {
  const started = services.flatMap(([, { command }]) => command?.slice(1, 2) ?? []);
  expect(started).toContain('workers/main.ts');
  expect(started.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('Temporal learns every name by which releases are found', () => {
  const script = read('docker/temporal-namespace.sh');
  expect(searchAttributes.filter((name) => !script.includes(name))).toEqual([]);
});

test('API and workers start on the newest schema, and two workers take turns', () => {
  for (const name of ['api', 'worker']) {
    expect(file.services[name]?.depends_on).toMatchObject({
      migrations: { condition: 'service_completed_successfully' },
      'temporal-namespace': { condition: 'service_completed_successfully' },
    });
  }
  expect(file.services.worker?.deploy?.replicas).toBe(2);
});

test('a build gets the work when its workers are healthy, and has a name of its own', () => {
  const { worker, 'current-build': current } = file.services;
  expect(current?.depends_on).toEqual({ worker: { condition: 'service_healthy' } });
  expect(current?.environment?.TIDEGATE_BUILD_ID).toMatch(/^\$\{TIDEGATE_BUILD_ID:\?/);
  expect(worker?.environment?.TIDEGATE_BUILD_ID).toBe(current?.environment?.TIDEGATE_BUILD_ID);
  expect(read('docker/current-build.sh')).toContain(`--deployment-name ${workerDeployment} `);
});

test('nothing of the embedded mode is there', () => {
  const own = services.filter(([, { image }]) => image === 'tidegate:local');
  const variables = own.flatMap(([, { environment = {} }]) => Object.entries(environment));
  expect(variables.filter(([name]) => /SEED|DEV/.test(name))).toEqual([]);
  expect(variables.filter(([name]) => name === 'TIDEGATE_MODE')).toEqual([
    ['TIDEGATE_MODE', 'server'],
  ]);
  expect(own.flatMap(([, { command = [] }]) => command).join(' ')).not.toContain('embedded');
});

test('containers are given longer to end than what they run takes at most', () => {
  const secondsOf = (name: string) => Number.parseInt(file.services[name]?.stop_grace_period ?? '');
  const drainMs = Number(file.services.api?.environment?.TIDEGATE_DRAIN_MS);
  expect(secondsOf('api')).toBeGreaterThan(drainMs / 1_000 + 10 + 5);
  expect(secondsOf('worker')).toBeGreaterThan(20 + 5);
});

import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ApiProcess, runApiProcess, startApiProcess } from '../support/api/api-process.ts';
import { startFeedServer } from '../support/feeds/feed-server.ts';
import { useTemporaryFolder } from '../support/files/temporary-folder.ts';
import { eventually } from '../support/journey/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../support/stack/database.ts';

const folder = useTemporaryFolder();
let database: TestDatabase;
let api: ApiProcess | null = null;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  await api?.stop('SIGKILL');
  api = null;
  await database.drop();
});

const embedded = () => ({
  DATABASE_URL: database.url,
  TEMPORAL_ADDRESS: process.env.TIDEGATE_TEST_TEMPORAL_ADDRESS ?? '',
  TIDEGATE_MODE: 'embedded',
  TIDEGATE_PORT: '0',
  TIDEGATE_KEYS_DIR: folder.path,
  TIDEGATE_SEED_DIR: 'examples/storefront',
});

const oidc = {
  TIDEGATE_MODE: 'server',
  TIDEGATE_OIDC_ISSUER: 'https://id.example',
  TIDEGATE_OIDC_AUDIENCE: 'tidegate',
  TIDEGATE_OIDC_JWKS_URL: 'http://127.0.0.1:9/keys',
};

const tokenFor = (origin: string, person: string) =>
  fetch(`${origin}/v1/dev/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person }),
  });

describe('the API process', () => {
  test('starts on nothing, seeds the example, gives tokens, and stops when told to', async () => {
    api = await startApiProcess(embedded());
    expect((await fetch(`${api.address}/readyz`)).status).toBe(200);
    const answer = await tokenFor(api.address, 'rita');
    const { token } = (await answer.json()) as { token: string };
    const headers = { authorization: `Bearer ${token}` };
    const catalog = await fetch(`${api.address}/v1/catalog`, { headers });
    await expect(catalog.json()).resolves.toMatchObject({ policies: ['storefront'] });
    expect(api.output()).not.toContain(token);
    await expect(api.stop()).resolves.toBe(0);
  });

  test('follows the calendars that an operator has subscribed to', async () => {
    const server = await startFeedServer();
    server.serve([{ uid: 'one', title: 'Holiday', day: '20320301' }]);
    const file = join(folder.path, 'feeds.json');
    const feed = { url: server.url, kind: 'blackout', owner: 'operations', timeZone: 'UTC' };
    await writeFile(file, JSON.stringify({ holidays: feed }));
    api = await startApiProcess({ ...embedded(), TIDEGATE_FEEDS: file });
    const answer = await tokenFor(api.address, 'rita');
    const { token } = (await answer.json()) as { token: string };
    const headers = { authorization: `Bearer ${token}` };
    const seen = await eventually('the feed is taken in', async () => {
      const response = await fetch(`${api?.address}/v1/calendar/entries`, { headers });
      const { entries } = (await response.json()) as { entries: { title: string }[] };
      return entries.some(({ title }) => title === 'Holiday') ? entries : null;
    });
    expect(seen).toContainEqual(expect.objectContaining({ start: '2032-03-01T00:00:00' }));
    await expect(api.stop()).resolves.toBe(0);
    await server.close();
  });

  test('keeps its private keys for its owner alone', async () => {
    api = await startApiProcess(embedded());
    await api.stop();
    const names = await readdir(folder.path);
    expect(names.toSorted()).toEqual([
      'dev-issuer.json',
      'embedded-statements.json',
      'key-ring.json',
    ]);
    for (const name of names.filter((each) => each !== 'key-ring.json')) {
      expect((await stat(join(folder.path, name))).mode & 0o777).toBe(0o600);
    }
  });

  test('does not start as a server with the keys of the embedded mode', async () => {
    api = await startApiProcess(embedded());
    await api.stop();
    await expect(runApiProcess({ ...embedded(), ...oidc })).resolves.toContain('no private key');
  });

  test('names every variable that is missing or wrong', async () => {
    const said = await runApiProcess({ TIDEGATE_MODE: 'server', TIDEGATE_PORT: 'many' });
    for (const name of [
      'DATABASE_URL',
      'TIDEGATE_PORT',
      'TIDEGATE_KEYS_DIR',
      'TIDEGATE_OIDC_ISSUER',
      'TIDEGATE_OIDC_AUDIENCE',
      'TIDEGATE_OIDC_JWKS_URL',
    ]) {
      expect(said).toContain(name);
    }
  });
});

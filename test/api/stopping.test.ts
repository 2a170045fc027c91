import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiProcess, startApiProcess } from '../support/api/api-process.ts';
import { useTemporaryFolder } from '../support/files/temporary-folder.ts';
import { createTestDatabase, type TestDatabase } from '../support/stack/database.ts';

const folder = useTemporaryFolder();
let database: TestDatabase;
let api: ApiProcess;
const drainMs = 1_500;

beforeEach(async () => {
  database = await createTestDatabase();
  api = await startApiProcess({
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: process.env.TIDEGATE_TEST_TEMPORAL_ADDRESS ?? '',
    TIDEGATE_MODE: 'embedded',
    TIDEGATE_PORT: '0',
    TIDEGATE_KEYS_DIR: folder.path,
    TIDEGATE_SEED_DIR: 'examples/storefront',
    TIDEGATE_DRAIN_MS: String(drainMs),
  });
});
afterEach(async () => {
  await api.stop('SIGKILL');
  await database.drop();
});

const statusOf = async (path: string) => (await fetch(`${api.address}${path}`)).status;

/** A request whose body has begun and not ended. */
async function beginToken(person: string): Promise<ClientRequest> {
  const body = JSON.stringify({ person });
  const begun = request(`${api.address}/v1/dev/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': body.length },
  });
  begun.write(body.slice(0, 5));
  await sleep(100);
  return begun;
}

async function endToken(begun: ClientRequest, person: string): Promise<number | undefined> {
  const answered = once(begun, 'response');
  begun.end(JSON.stringify({ person }).slice(5));
  const [response] = (await answered) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

describe('an API that is told to stop', () => {
  test('serves on unready, ends what has begun, takes nothing new, and exits with 0', async () => {
    expect(await statusOf('/readyz')).toBe(200);
    const begun = await beginToken('rita');
    const ended = api.stop();
    await sleep(200);
    expect([await statusOf('/readyz'), await statusOf('/livez')]).toEqual([503, 200]);
    await sleep(drainMs);
    await expect(statusOf('/livez')).rejects.toThrow('fetch failed');
    expect(await endToken(begun, 'rita')).toBe(201);
    await expect(ended).resolves.toBe(0);
  });

  test('cuts what does not end within its bound, and exits with 0', async () => {
    const begun = await beginToken('rita');
    const cut = once(begun, 'error');
    const stopped = performance.now();
    await expect(api.stop()).resolves.toBe(0);
    await cut;
    expect(performance.now() - stopped).toBeLessThan(drainMs + 12_000);
  });
});

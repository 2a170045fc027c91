import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type StartedPostgres, startPostgres } from '../../adapters/postgres/start-postgres.ts';
import { identify } from '../../adapters/processes/identity.ts';
import { makeTestFolder, type TestFolder } from '../support/stack/test-folder.ts';
import { projectFile, startNode } from './probe/run-node.ts';

const started: StartedPostgres[] = [];
const folders: TestFolder[] = [];

function makeFolder(): string {
  const folder = makeTestFolder();
  folders.push(folder);
  return folder.path;
}

async function start(dataDir: string, port?: number): Promise<StartedPostgres> {
  const options = { dataDir, throwAway: true };
  const server = await startPostgres(port === undefined ? options : { ...options, port });
  started.push(server);
  return server;
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
  for (const folder of folders.splice(0)) folder.remove();
});

describe('the embedded PostgreSQL', () => {
  test('keeps its data over stop and start', async () => {
    const folder = makeFolder();
    const first = await start(folder);
    await query(first.url, 'create table tide as select 42 as height');
    await first.stop();
    expect(identify(first.pid)).toBeNull();
    const second = await start(folder);
    expect(await query(second.url, 'select height from tide')).toEqual([{ height: 42 }]);
  });

  test('lets nobody in without the generated password, which only its owner may read', async () => {
    const folder = makeFolder();
    const { url } = await start(folder);
    const wrong = new URL(url);
    wrong.password = 'postgres';
    await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
    expect(statSync(join(folder, 'password')).mode & 0o777).toBe(0o600);
    expect(await query(url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  });

  test('refuses a folder that a living process uses, and names it', async () => {
    const folder = makeFolder();
    const { url } = await start(folder);
    await expect(start(folder)).rejects.toThrow(`process ${process.pid} started the server`);
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('the embedded PostgreSQL after an accident', () => {
  test('takes over when its starter was killed and left the server running', async () => {
    const folder = makeFolder();
    const holder = startNode(
      [projectFile('test/embedded/probe/hold-server.ts'), 'postgres', folder],
      process.env,
    );
    const orphan = Number(/pid=(\d+);/.exec(await holder.printed(';'))?.[1]);
    process.kill(holder.pid, 'SIGKILL');
    await holder.outcome;
    expect(identify(orphan)).not.toBeNull();
    const { url } = await start(folder);
    expect(identify(orphan)).toBeNull();
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('starts over a lock that names a process id which meanwhile is another’s', async () => {
    const folder = makeFolder();
    await (await start(folder)).stop();
    const lock = join(folder, 'cluster', 'postmaster.pid');
    writeFileSync(lock, `${process.pid}\n${join(folder, 'cluster')}\n1\n1\n\n127.0.0.1\n\nready\n`);
    chmodSync(lock, 0o666);
    const { url } = await start(folder);
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('begins anew after an initialisation that was cut off', async () => {
    const folder = makeFolder();
    mkdirSync(join(folder, 'unfinished', 'cluster'), { recursive: true });
    const { url } = await start(folder);
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(existsSync(join(folder, 'unfinished'))).toBe(false);
  });

  test('shows the end of the log and leaves nothing running when it cannot bind', async () => {
    const folder = makeFolder();
    const first = await start(folder);
    const taken = Number(new URL(first.url).port);
    const other = makeFolder();
    await expect(start(other, taken)).rejects.toThrow(/could not bind.*Address already in use/s);
    expect(existsSync(join(other, 'running.json'))).toBe(false);
    expect(readFileSync(join(other, 'postgres.log'), 'utf8')).toContain('could not bind');
  });

  test('asks for the old version or a new folder when the data are of another major', async () => {
    const folder = makeFolder();
    await (await start(folder)).stop();
    writeFileSync(join(folder, 'cluster', 'PG_VERSION'), '9\n');
    await expect(start(folder)).rejects.toThrow('was written by PostgreSQL 9, this is 18');
  });
});

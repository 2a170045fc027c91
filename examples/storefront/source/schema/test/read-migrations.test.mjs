import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readMigrations } from '../src/read-migrations.mjs';

let folder;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
});

afterEach(() => rm(folder, { recursive: true }));

const write = (name, sql = 'SELECT 1;') => writeFile(join(folder, name), sql);
const read = () => readMigrations(pathToFileURL(`${folder}/`));

test('reads migrations in the order of their numbers', async () => {
  for (const name of ['0002-b', '0001-a']) {
    await write(`${name}.up.sql`);
    await write(`${name}.down.sql`);
  }
  expect((await read()).map(({ name }) => name)).toEqual(['0001-a', '0002-b']);
});

test('gives a changed file another checksum', async () => {
  await write('0001-a.up.sql');
  await write('0001-a.down.sql');
  const [before] = await read();
  await write('0001-a.up.sql', 'SELECT 2;');
  const [after] = await read();
  expect(after.sha256).not.toBe(before.sha256);
});

test('refuses a migration without a way back', async () => {
  await write('0001-a.up.sql');
  await expect(read()).rejects.toThrow('write 0001-a.down.sql');
});

test('refuses two migrations with one number', async () => {
  for (const name of ['0001-a', '0001-b']) {
    await write(`${name}.up.sql`);
    await write(`${name}.down.sql`);
  }
  await expect(read()).rejects.toThrow('0001-a and 0001-b have the same number');
});

test('finds every migration of this build in good order', async () => {
  const migrations = await readMigrations(new URL('../migrations/', import.meta.url));
  const numbers = migrations.map(({ version }) => Number(version));
  expect(numbers).toEqual(migrations.map((_migration, index) => index + 1));
  expect(numbers.length).toBeGreaterThan(0);
});

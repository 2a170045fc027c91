import { mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileKeyRing } from '../../../adapters/signatures/key-ring.ts';
import { handMadeKey } from '../../support/signatures/hand-signed.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidegate-key-ring-'));
  file = join(folder, 'keys.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const { entry } = handMadeKey('k1');
const write = (...keys: object[]) => writeFile(file, JSON.stringify({ keys }));

test('finds the keys of the file and no others', async () => {
  await write(entry);
  const keyRing = createFileKeyRing(file);
  expect(await keyRing.find('k1')).toEqual(entry);
  expect(await keyRing.find('k2')).toBeNull();
});

test('sees a revocation at once, even in a file of the same size and time', async () => {
  const time = new Date('2026-11-21T10:00:00Z');
  await write({ ...entry, notAfter: '2026-12-01T00:00:00Z' });
  await utimes(file, time, time);
  const keyRing = createFileKeyRing(file);
  expect((await keyRing.find('k1'))?.revokedAt).toBeNull();
  const next = join(folder, 'next.json');
  const revoked = { ...entry, notAfter: null, revokedAt: '2026-12-01T00:00:00Z' };
  await writeFile(next, JSON.stringify({ keys: [revoked] }));
  await utimes(next, time, time);
  await rename(next, file);
  expect((await keyRing.find('k1'))?.revokedAt).toBe('2026-12-01T00:00:00Z');
});

test('says what is wrong with a file it cannot read, and goes on once it is mended', async () => {
  const keyRing = createFileKeyRing(file);
  const failure = { kind: 'retry', code: 'signatures/key-ring-unreadable' };
  await expect(keyRing.find('k1')).rejects.toMatchObject(failure);
  await writeFile(file, '{"keys": [');
  await expect(keyRing.find('k1')).rejects.toMatchObject(failure);
  await write({ ...entry, jwk: { ...entry.jwk, d: 'secret' } });
  await expect(keyRing.find('k1')).rejects.toThrow(/keys\[0\].*the public half and nothing else/);
  await write(entry);
  expect(await keyRing.find('k1')).toEqual(entry);
});

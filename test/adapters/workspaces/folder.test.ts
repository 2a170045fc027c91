import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorkspaces } from '../../../adapters/workspaces/folder.ts';

const workspaces = createWorkspaces();
let checkout: string;
let folder: string;

beforeEach(async () => {
  checkout = await mkdtemp(join(tmpdir(), 'tidegate-workspace-'));
  folder = join(checkout, 'services', 'web');
  await mkdir(folder, { recursive: true });
  await mkdir(join(checkout, '.git'));
  await writeFile(join(folder, 'package.json'), '{}');
});
afterEach(() => rm(checkout, { recursive: true, force: true }));

test('names the files that are missing', async () => {
  const missing = await workspaces.missing(folder, ['package.json', 'package-lock.json']);
  expect(missing).toEqual(['package-lock.json']);
});

test('takes a path that leads out of the folder for missing', async () => {
  await writeFile(join(checkout, 'secret'), 'x');
  await symlink(join(checkout, 'secret'), join(folder, 'link'));
  expect(await workspaces.missing(folder, ['../../secret', 'link'])).toHaveLength(2);
  expect(await workspaces.read(folder, 'link', 100)).toBeNull();
});

test('reads a file of bounded size', async () => {
  expect(await workspaces.read(folder, 'package.json', 2)).toBe('{}');
  expect(await workspaces.read(folder, 'package.json', 1)).toBeNull();
});

test('remembers the steps of each folder by themselves, and leaves no trace in it', async () => {
  await workspaces.stamp(folder, 'npm/ci ../..');
  expect(await workspaces.stamped(folder, 'npm/ci ../..')).toBe(true);
  expect(await workspaces.stamped(folder, 'build')).toBe(false);
  expect(await workspaces.stamped(join(checkout, 'services'), 'npm/ci ../..')).toBe(false);
  expect(await readdir(folder)).toEqual(['package.json']);
});

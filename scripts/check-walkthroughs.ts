// The walkthroughs of ARCHITECTURE.md are patches, so that they cannot grow stale: each one applies
// to the last commit, compiles, and passes its tests.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readPatch } from './walkthroughs/read-patch.ts';
import { tryPatch } from './walkthroughs/try-patch.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = 'docs/walkthroughs';

async function findPatches(): Promise<string[]> {
  const names = (await readdir(join(root, folder))).filter((name) => name.endsWith('.patch'));
  if (names.length === 0) throw new Error(`There is no patch in ${folder}.`);
  return names.toSorted();
}

async function main(): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'tidegate-walkthroughs-'));
  let failed = 0;
  try {
    for (const name of await findPatches()) {
      try {
        const patch = join(root, folder, name);
        const { title, tests } = readPatch(await readFile(patch, 'utf8'));
        await tryPatch(root, join(scratch, name), patch, tests);
        console.log(`ok   ${name}: ${title}`);
      } catch (error) {
        failed += 1;
        console.log(`FAIL ${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  process.exitCode = failed === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

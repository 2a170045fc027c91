import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { create } from 'tar';

export type Packed = { readonly digest: string; readonly version: string; readonly path: string };

/** Packs a folder beside this file as an artifact whose bytes differ by version. */
export async function pack(
  source: 'service' | 'tool',
  version: string,
  into: string,
): Promise<Packed> {
  const folder = join(into, `${source}-${version}`);
  await mkdir(folder, { recursive: true });
  await cp(join(import.meta.dirname, source), folder, { recursive: true });
  await writeFile(join(folder, 'VERSION'), version);
  const archive = join(into, `${source}-${version}.tmp`);
  await create({ file: archive, cwd: folder, gzip: true, portable: true }, ['.']);
  const digest = createHash('sha256')
    .update(await readFile(archive))
    .digest('hex');
  const path = join(into, `${digest}.tgz`);
  await rename(archive, path);
  return { digest: `sha256:${digest}`, version, path };
}

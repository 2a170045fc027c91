import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';

const UP_FILE = /^((\d{4})-[a-z0-9-]+)\.up\.sql$/;

/**
 * The migrations in a folder, oldest first: `{ version, name, up, down, sha256 }`, the sum being
 * that of the up file. Throws when one lacks its way back, or two have the same number.
 */
export async function readMigrations(folder) {
  const files = (await readdir(folder)).toSorted();
  const names = files.map((file) => UP_FILE.exec(file)).filter(Boolean);
  const migrations = names.map(async ([file, name, version]) => {
    const downFile = `${name}.down.sql`;
    if (!files.includes(downFile)) throw new Error(`${file} has no way back: write ${downFile}.`);
    const up = await readFile(new URL(file, folder), 'utf8');
    const down = await readFile(new URL(downFile, folder), 'utf8');
    return { version, name, up, down, sha256: createHash('sha256').update(up).digest('hex') };
  });
  return refuseTwins(await Promise.all(migrations));
}

function refuseTwins(migrations) {
  for (const [index, { version, name }] of migrations.entries()) {
    const twin = migrations[index - 1];
    if (twin?.version === version) {
      throw new Error(`${twin.name} and ${name} have the same number. Renumber one of them.`);
    }
  }
  return migrations;
}

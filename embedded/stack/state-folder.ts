import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where the embedded mode keeps everything: stop and start again, and every release goes on. */
export type StateFolder = {
  readonly root: string;
  readonly temporalFile: string;
  readonly keys: string;
  readonly keyRing: string;
  readonly databases: string;
  /** Where workers keep evidence, and the API reads it for auditors. */
  readonly evidence: string;
  readonly logs: string;
  readonly storefront: string;
  /** Ports that this folder's servers were given, so that addresses stay the same. */
  readonly ports: string;
};

/** The folder `.tidegate` of the project, or the one that `TIDEGATE_STATE_DIR` names. */
export function openStateFolder(
  path = process.env['TIDEGATE_STATE_DIR'] ?? '.tidegate',
): StateFolder {
  const root = resolve(path);
  const at = (...names: string[]) => join(root, ...names);
  for (const folder of ['keys', 'logs', 'storefront']) mkdirSync(at(folder), { recursive: true });
  // Whatever tool looks for sources, tests or packages shall not look in here.
  writeFileSync(at('.gitignore'), '*\n');
  return {
    root,
    temporalFile: at('temporal.db'),
    keys: at('keys'),
    keyRing: at('keys', 'key-ring.json'),
    databases: at('databases.json'),
    evidence: at('evidence'),
    logs: at('logs'),
    storefront: at('storefront'),
    ports: at('ports.json'),
  };
}

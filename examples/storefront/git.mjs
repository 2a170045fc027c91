import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sourceFolder } from './read-history.mjs';

const run = promisify(execFile);

// The settings, templates and ignored files of whoever runs this must not show in the commits.
const SETTINGS = [
  'core.autocrlf=false',
  'core.fileMode=false',
  `core.attributesFile=${devNull}`,
  `core.excludesFile=${join(sourceFolder, '.gitignore')}`,
].flatMap((setting) => ['-c', setting]);

/** Git on one bare repository, the same on every machine. Resolves to what it prints. */
export function gitIn(repository) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  const environment = {
    ...Object.fromEntries(inherited),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_DIR: repository,
  };
  return async (args, { cwd, variables } = {}) => {
    const env = { ...environment, ...variables };
    const { stdout } = await run('git', [...SETTINGS, ...args], { cwd, env });
    return stdout.trim();
  };
}

import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);

// The settings, templates and ignored files of whoever runs this must not show in the commits.
const settings = (excludesFile) =>
  [
    'core.autocrlf=false',
    'core.fileMode=false',
    `core.attributesFile=${devNull}`,
    `core.excludesFile=${excludesFile}`,
  ].flatMap((setting) => ['-c', setting]);

/**
 * Git on one bare repository, the same on every machine; what `excludesFile` names is never added.
 * Resolves to what it prints.
 */
export function gitIn(repository, excludesFile) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  const environment = {
    ...Object.fromEntries(inherited),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_DIR: repository,
  };
  return async (args, { cwd, variables } = {}) => {
    const env = { ...environment, ...variables };
    const { stdout } = await run('git', [...settings(excludesFile), ...args], { cwd, env });
    return stdout.trim();
  };
}

import { join } from 'node:path';
import { runTool } from '../files/run-tool.ts';

/** What a component of the storefront builds and tests with; that of `schema` is everybody's. */
export function installDependencies(stateFolder: string, repository: string): string {
  const clone = join(stateFolder, 'dependencies');
  const quietly = ['--quiet', '--config', 'advice.detachedHead=false'];
  runTool('git', 'clone', ...quietly, '--branch', 'v2.0.0', repository, clone);
  const folder = join(clone, 'schema');
  const quiet = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--silent'];
  runTool('npm', 'ci', '--prefix', folder, ...quiet);
  return join(folder, 'node_modules');
}

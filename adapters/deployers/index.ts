import { join } from 'node:path';
import { closest } from 'fastest-levenshtein';
import type { Deployer } from '../../activities/ports/deployer.ts';
import { StepFailure } from '../../activities/ports/failures.ts';
import { createCommandDeployer } from './command/deployer.ts';
import { createLocalProcessDeployer } from './local-process/deployer.ts';

/** What the deployers need from the process that hosts them. */
export type DeployerOptions = {
  /** Folder for what deployers keep on this machine, such as `.tidegate`. */
  readonly stateFolder: string;
};

/** The folder of the local processes: `npm run down` and `npm start` look there too. */
export function localProcessRoot({ stateFolder }: DeployerOptions): string {
  return join(stateFolder, 'local');
}

const commandRoot = ({ stateFolder }: DeployerOptions) => join(stateFolder, 'command');

/** The folders in which deployers keep the state and the logs of their places. */
export function deployerRoots(options: DeployerOptions): readonly string[] {
  return [localProcessRoot(options), commandRoot(options)];
}

/**
 * Every tool that catalog files can choose, by its name. A new tool is a folder and a line here.
 */
const factories: Readonly<Record<string, (options: DeployerOptions) => Deployer>> = {
  'local-process': (options) => createLocalProcessDeployer({ root: localProcessRoot(options) }),
  command: (options) => createCommandDeployer({ root: commandRoot(options) }),
};

const deployerNames: readonly string[] = Object.keys(factories);

/**
 * The deployer of that name.
 *
 * Errors: terminal for an unknown name, with the nearest known one.
 */
export function createDeployer(name: string, options: DeployerOptions): Deployer {
  const factory = Object.hasOwn(factories, name) ? factories[name] : undefined;
  if (factory !== undefined) return factory(options);
  throw new StepFailure(
    'terminal',
    'deployer/unknown-tool',
    `There is no deployer "${name}". Did you mean "${closest(name, [...deployerNames])}"? ` +
      `Known are ${deployerNames.join(', ')}.`,
    'Correct `deployer` in the catalog, or add the tool to adapters/deployers/index.ts.',
  );
}

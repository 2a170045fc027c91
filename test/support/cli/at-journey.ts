import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shopRelease } from '../journey/documents.ts';
import type { Journey } from '../journey/journey.ts';
import { type CliAnswer, type CliOptions, runCli } from './run-cli.ts';

/** The command line as people type it, at the API of a journey and with a home of its own. */
export function cliAt(shop: { readonly journey: Journey }) {
  const withApi = ({ env, ...options }: CliOptions = {}): CliOptions => {
    const { stateFolder, origin } = shop.journey;
    const own = {
      HOME: join(stateFolder, 'home'),
      NODE_COMPILE_CACHE: join(stateFolder, 'compiled'),
      TIDEGATE_URL: origin,
    };
    return { ...options, env: { ...own, ...env } };
  };
  const tidegate = (command: string, options: CliOptions = {}): Promise<CliAnswer> =>
    runCli(command.split(' '), withApi(options));
  /** A file with a release in it. */
  const specFile = (name: string, policy = 'one', parts: object = {}): string => {
    const file = join(shop.journey.stateFolder, `${name}.yaml`);
    const document = shopRelease({ name, policy, version: '2.0.0' }, { ...parts });
    writeFileSync(file, JSON.stringify(document, null, 2));
    return file;
  };
  return { withApi, tidegate, specFile };
}

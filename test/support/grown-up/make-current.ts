import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findTemporalCli } from '../../../embedded/toolchain/temporal-cli.ts';
import { eventually } from '../journey/eventually.ts';
import { projectRoot } from './tidegate-process.ts';

/** A Temporal server, and a folder in which its command line may keep what it likes. */
type Where = {
  readonly temporalAddress: string;
  readonly namespace: string;
  readonly folder: string;
};

/**
 * Gives a build of the workers the work, or a share of it in percent, by the script that
 * docker-compose.yml runs, again until the build is there.
 */
export async function makeCurrent(
  { temporalAddress, namespace, folder }: Where,
  build: string,
  share = '100',
): Promise<void> {
  const cli = await findTemporalCli(() => {});
  const env = {
    PATH: `${join(cli, '..')}:${process.env.PATH ?? ''}`,
    HOME: folder,
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: namespace,
    TIDEGATE_BUILD_ID: build,
    TIDEGATE_BUILD_SHARE: share,
  };
  const script = join(projectRoot, 'docker', 'current-build.sh');
  let refusal = '';
  const say = () =>
    promisify(execFile)('/bin/sh', [script], { env }).then(
      () => true,
      (error: unknown) => {
        refusal = String(error);
        return null;
      },
    );
  await eventually(`${build} has ${share} %`, say, () => refusal);
}

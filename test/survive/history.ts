import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findTemporalCli } from '../../embedded/toolchain/temporal-cli.ts';
import type { ShownEvent } from '../support/journey/temporal-cli.ts';
import type { City } from './city.ts';

/** The history of a release's newest run, as `temporal workflow show` prints it. */
export async function historyOf(city: City, release: string): Promise<readonly ShownEvent[]> {
  const cli = await findTemporalCli(() => {});
  const where = ['--address', city.temporalAddress, '--namespace', city.namespace, '-o', 'json'];
  const show = ['workflow', 'show', '--workflow-id', `release-${release}`, ...where];
  const { stdout } = await promisify(execFile)(cli, show, { maxBuffer: 64 * 1024 * 1024 });
  return (JSON.parse(stdout) as { events: readonly ShownEvent[] }).events;
}

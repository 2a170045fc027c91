import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePort } from '../../../adapters/processes/free-port.ts';
import { startService } from '../../../embedded/stack/service-process.ts';
import type { Journey } from './journey.ts';

export type RehearsalHost = {
  readonly pid: number;
  /** Processes that it has running at this moment. */
  readonly children: () => readonly number[];
  stop(): Promise<void>;
  /** Kills it without a word. */
  kill(): void;
};

/** Starts the process that hosts rehearsals, with nothing of the journey but its Temporal. */
export async function startRehearsalHost(
  { stateFolder, temporal }: Journey,
  serverPath: string | null,
): Promise<RehearsalHost> {
  const port = await findFreePort();
  const server =
    serverPath === null ? [] : [['TIDEGATE_TIME_SKIPPING_SERVER', serverPath] as const];
  const service = await startService({
    name: 'rehearsals',
    file: 'workers/rehearsals.ts',
    logs: join(stateFolder, 'logs'),
    cwd: process.cwd(),
    env: {
      TEMPORAL_ADDRESS: process.env.TIDEGATE_TEST_TEMPORAL_ADDRESS ?? '',
      TEMPORAL_NAMESPACE: temporal.namespace,
      TIDEGATE_REHEARSALS_PORT: String(port),
      ...Object.fromEntries(server),
    },
    readyUrl: `http://127.0.0.1:${port}/readyz`,
  });
  const { pid } = service;
  return {
    pid,
    stop: () => service.stop(),
    kill: () => void process.kill(pid, 'SIGKILL'),
    children: () =>
      readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
        .split(' ')
        .filter((child) => child !== '')
        .map(Number),
  };
}

import { join } from 'node:path';
import { endProcess } from '../../adapters/processes/end-process.ts';
import { identify } from '../../adapters/processes/identity.ts';
import { dropClaim, takeOver, writeClaim } from '../../adapters/processes/server-claim.ts';
import { startServerProcess, waitUntilReady } from '../../adapters/processes/server-process.ts';

/** One of Tidegate's own processes: the API, or a worker. */
export type ServiceProcess = { readonly pid: number; stop(): Promise<void> };

const graceMs = 25_000;
const stopSignals = ['SIGTERM', 'SIGKILL'] as const;

/**
 * Starts `node <file>` with its log in `logs`, and waits until its readiness address answers 200.
 * One that was left running when its starter was killed is ended first: it would hold the port.
 *
 * @throws when the starter of another one lives, or this one does not come up.
 */
export async function startService(service: {
  readonly name: string;
  readonly file: string;
  readonly logs: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly readyUrl: string;
}): Promise<ServiceProcess> {
  const command = {
    name: service.name,
    executable: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', service.file],
    logFile: join(service.logs, `${service.name}.log`),
    cwd: service.cwd,
    env: { ...process.env, ...service.env },
  };
  const claimFile = join(service.logs, `${service.name}.running.json`);
  await takeOver(claimFile, `The ${service.name} of this state folder`, stopSignals);
  const server = await startServerProcess(command);
  writeClaim(claimFile, server.pid);
  await waitUntilReady(server, command, () => answers(service.readyUrl));
  return {
    pid: server.pid,
    async stop() {
      const identity = identify(server.pid);
      if (identity !== null && server.ended() === undefined) {
        await endProcess(identity, stopSignals, graceMs);
      }
      dropClaim(claimFile);
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(1_000) });
    return response.ok;
  } catch {
    return false;
  }
}

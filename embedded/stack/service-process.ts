import { join } from 'node:path';
import { endProcess, identifyProcess } from '../toolchain/process-identity.ts';
import { startServerProcess, waitUntilReady } from '../toolchain/server-process.ts';

/** One of Tidegate's own processes: the API, or a worker. */
export type ServiceProcess = { readonly pid: number; stop(): Promise<void> };

const graceMs = 25_000;

/**
 * Starts `node <file>` with its log in `logs`, and waits until its readiness address answers 200.
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
  const server = await startServerProcess(command);
  await waitUntilReady(server, command, () => answers(service.readyUrl));
  return {
    pid: server.pid,
    async stop() {
      const identity = identifyProcess(server.pid);
      if (identity === undefined || server.ended() !== undefined) return;
      await endProcess(identity, ['SIGTERM', 'SIGKILL'], graceMs);
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

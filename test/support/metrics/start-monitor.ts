import { join } from 'node:path';
import { endProcess } from '../../../adapters/processes/end-process.ts';
import { identify } from '../../../adapters/processes/identity.ts';
import { startServerProcess, waitUntilReady } from '../../../adapters/processes/server-process.ts';

export type RunningServer = { readonly url: string; stop(): Promise<void> };

/** Starts Prometheus or what belongs to it, and returns when it says that it is ready. */
export async function startMonitor(order: {
  readonly name: string;
  readonly executable: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly port: number;
}): Promise<RunningServer> {
  const { name, executable, args, folder, port } = order;
  const logFile = join(folder, 'server.log');
  const command = { name, executable, args: [...args], logFile, cwd: folder };
  const server = await startServerProcess(command);
  const identity = identify(server.pid);
  const stop = async () => {
    if (identity !== null) await endProcess(identity, ['SIGTERM', 'SIGKILL'], 10_000);
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitUntilReady(server, command, () => isReady(url));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/-/ready`).catch(() => null);
  await answer?.body?.cancel();
  return answer?.ok === true;
}

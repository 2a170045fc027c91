import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeClaim } from '../../../adapters/processes/server-claim.ts';
import { startServerProcess, waitUntilReady } from '../../../adapters/processes/server-process.ts';
import { openProcess, type ProcessHandle } from './process-handle.ts';

export const projectRoot = fileURLToPath(new URL('../../..', import.meta.url));

/** What a container would have besides its own variables: programs, and a home for git. */
export function bareEnvironment(): Record<string, string> {
  const path = `${dirname(process.execPath)}:${process.env.PATH ?? ''}`;
  return { PATH: path, HOME: process.env.HOME ?? '/' };
}

/** Starts `node <file>` with these variables and nothing of the test's own. */
export function startTidegateProcess(order: {
  readonly name: string;
  readonly file: string;
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly readyUrl: string;
}): Promise<ProcessHandle> {
  const logFile = join(order.folder, 'logs', `${order.name}.log`);
  const command = {
    name: order.name,
    executable: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', order.file],
    logFile,
    cwd: projectRoot,
    env: { ...bareEnvironment(), ...order.variables },
  };
  return openProcess(order.name, logFile, async () => {
    const server = await startServerProcess(command);
    // Should the test run be killed, the next one ends the process by this note.
    writeClaim(join(order.folder, `${order.name}.running.json`), server.pid);
    await waitUntilReady(server, command, () => answersWell(order.readyUrl));
    return server;
  });
}

async function answersWell(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}

import { send } from '../../../adapters/processes/end-process.ts';
import { identify } from '../../../adapters/processes/identity.ts';

interface Server {
  readonly pid: number;
  stop(): Promise<void>;
}

let stopServers: (() => Promise<void>) | undefined;

/** Keeps the running servers for `stopStack`, and ends them when the run is interrupted. */
export function keepStack(servers: readonly Server[], afterwards: () => void): void {
  const identities = servers.flatMap((server) => identify(server.pid) ?? []);
  const endAtOnce = (): void => {
    for (const identity of identities) send(identity, 'SIGINT');
  };
  const interrupted = (): void => {
    endAtOnce();
    process.exit(130);
  };
  process.once('exit', endAtOnce);
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  stopServers = async () => {
    await Promise.all(servers.map((server) => server.stop()));
    process.off('exit', endAtOnce);
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
    afterwards();
  };
}

/** Stops the servers of this test run and waits until they have ended. */
export async function stopStack(): Promise<void> {
  await stopServers?.();
  stopServers = undefined;
}

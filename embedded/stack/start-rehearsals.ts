import { findTimeSkippingServer } from '../toolchain/time-skipping-server.ts';
import { type ServiceProcess, startService } from './service-process.ts';

type Service = Omit<Parameters<typeof startService>[0], 'name' | 'file'>;

/**
 * Starts the process that hosts rehearsals, in the background: nobody waits for it, and Tidegate
 * works without it. Where no time-skipping server is to be had, it says so once, and every
 * rehearsal is answered with the remedy.
 */
export function startRehearsals(
  service: Service,
  say: (line: string) => void,
): { stop(): Promise<void> } {
  let isStopping = false;
  let starting: Promise<ServiceProcess | null> = Promise.resolve(null);
  const found = findTimeSkippingServer(say).catch((error: unknown) => {
    say(`Rehearsals are off: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  });
  void found.then((path) => {
    if (isStopping) return;
    starting = start(service, path).catch((error: unknown) => {
      say(`Rehearsals are off: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    });
  });
  return {
    async stop() {
      isStopping = true;
      await (await starting)?.stop();
    },
  };
}

function start(service: Service, path: string | null): Promise<ServiceProcess> {
  const env: Record<string, string> = { ...service.env };
  if (path !== null) env['TIDEGATE_TIME_SKIPPING_SERVER'] = path;
  return startService({ ...service, env, name: 'rehearsals', file: 'workers/rehearsals.ts' });
}

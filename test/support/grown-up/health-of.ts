import type { ProcessHandle } from './process-handle.ts';

/** Where a worker answers for its health in its present life, as it has said itself. */
export function healthOf(worker: ProcessHandle): string {
  const said = [...worker.log().matchAll(/"health":"([^"]+)"/g)].at(-1)?.[1];
  if (said === undefined) throw new Error(`${worker.name} has not said where its health is asked.`);
  return said;
}

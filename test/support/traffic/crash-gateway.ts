import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startGateway } from '../../../adapters/traffic/gateway/start.ts';

/**
 * Kills the gateway as a crash would, waits until the system has let go of it, and starts it again.
 */
export async function crashGateway(root: string): Promise<void> {
  const pid = gatewayPid(root);
  process.kill(pid, 'SIGKILL');
  while (runs(pid)) await sleep(20);
  await startGateway({ root });
}

export function gatewayPid(root: string): number {
  const contact = JSON.parse(readFileSync(join(root, 'gateway.json'), 'utf8')) as { pid: number };
  return contact.pid;
}

function runs(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false;
  return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

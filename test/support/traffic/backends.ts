import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TrafficShare } from '../../../domain/deployment/deployment.ts';

/** One instance of a version as a real process. */
export type Backend = {
  readonly version: string;
  readonly address: string;
  /** What really reached it, asked directly. */
  readonly seen: () => Promise<{ requests: number; headers: Record<string, string> }>;
  readonly kill: () => Promise<void>;
};

export async function startBackend(version: string): Promise<Backend> {
  const child = fork(join(import.meta.dirname, 'backend.mjs'), [version], { execArgv: [] });
  const [message] = (await once(child, 'message')) as [{ port: number }];
  const address = `http://127.0.0.1:${message.port}`;
  return {
    version,
    address,
    seen: async () => {
      const answer = await fetch(`${address}/seen`);
      return (await answer.json()) as Awaited<ReturnType<Backend['seen']>>;
    },
    kill: () => kill(child),
  };
}

/** The share that these instances of one version get together. */
export function share(weightPercent: number, ...backends: readonly Backend[]): TrafficShare {
  const version = backends[0]?.version ?? 'none';
  return {
    digest: digestOf(version),
    version,
    addresses: backends.map(({ address }) => address),
    weightPercent,
  };
}

export function digestOf(version: string): string {
  return `sha256:${createHash('sha256').update(version).digest('hex')}`;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

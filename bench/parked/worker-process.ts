import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { HostOrder } from './host.ts';

const host = fileURLToPath(new URL('./host.ts', import.meta.url));

/** The workers of one side in a process of their own. */
export type WorkerProcess = {
  rssBytes(): Promise<number>;
  /** As a crash would: nothing is finished, nothing is said. */
  kill(): Promise<void>;
};

/** Resolves when its workers take work. */
export async function startWorkerProcess(order: HostOrder): Promise<WorkerProcess> {
  const child = fork(host, [JSON.stringify(order)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return {
    async rssBytes() {
      child.send('How much memory?');
      const [{ rssBytes }] = (await once(child, 'message')) as [{ rssBytes: number }];
      return rssBytes;
    },
    async kill() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

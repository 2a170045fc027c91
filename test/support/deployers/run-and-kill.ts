import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { RunRequest } from './run-deployer.ts';

/** How a step in a process of its own ended: it was killed where wanted, or came to its end. */
export type KilledRun = 'killed' | 'ended';

/** Runs a step of a deployer in another process, which kills itself at the wanted point. */
export function runAndKill(request: RunRequest): Promise<KilledRun> {
  const script = join(import.meta.dirname, 'run-deployer.ts');
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [script, JSON.stringify(request)], (error, _stdout, stderr) => {
      if (error === null) return resolve('ended');
      if (error.signal === 'SIGKILL') return resolve('killed');
      reject(new Error(`The step failed: ${stderr}`));
    });
  });
}

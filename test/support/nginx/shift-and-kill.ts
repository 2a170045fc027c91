import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { TrafficOrder } from '../../../activities/ports/traffic.ts';

/** A shift, and the write of its state before or after which it kills itself. */
export type ShiftRequest = {
  readonly root: string;
  readonly program: string;
  readonly order: TrafficOrder;
  readonly killAt: { readonly write: number; readonly moment: 'before' | 'after' };
};

/** Runs a shift in a process of its own, which kills itself at the wanted point. */
export function shiftAndKill(request: ShiftRequest): Promise<void> {
  const script = join(import.meta.dirname, 'run-shift.ts');
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [script, JSON.stringify(request)], (error, _stdout, stderr) => {
      if (error?.signal === 'SIGKILL') return resolve();
      reject(new Error(`The shift was not killed: ${stderr}`));
    });
  });
}

import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { BoundedLog } from './bounded-log.ts';
import type { CommandEnd } from './supervise-command.ts';

/** A command that may run until it ends, its time is over, or it is told to stop. */
export type SupervisedCommand = {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** From the polite request to end until the group is killed. */
  readonly graceMs: number;
  readonly signal: AbortSignal;
  readonly log: BoundedLog;
};

/** How it ended. `lost` means that its supervisor was killed, so nobody knows. */
export type SupervisedEnd = CommandEnd | { readonly cut: 'timeout' | 'stopped' | 'lost' };

const supervisor = fileURLToPath(new URL('./supervise-command.ts', import.meta.url));
/** Output that is still on its way when the command has ended arrives well within this. */
const drainMs = 1_000;

/**
 * Runs a command in a process group of its own under a supervisor, and resolves when the group is
 * gone. The group does not outlive the process that called this, however that ends.
 */
export async function runSupervised(order: SupervisedCommand): Promise<SupervisedEnd> {
  const running = execa(process.execPath, [supervisor, ...order.command], {
    cwd: order.cwd,
    env: order.env,
    extendEnv: false,
    shell: false,
    detached: true,
    cleanup: false,
    ipc: true,
    stdin: 'ignore',
    buffer: false,
    reject: false,
  });
  running.stdout.on('data', (chunk: Uint8Array) => order.log.add(chunk));
  // Only the supervisor itself writes here, when it cannot even start.
  running.stderr.on('data', (chunk: Uint8Array) => order.log.add(chunk));
  const stop = stopGroup(running.pid, order);
  running.once('exit', () => {
    stop.finish();
    // What left the group may hold the pipe open for ever.
    setTimeout(() => running.stdout.destroy(), drainMs).unref();
  });
  const end = running.getOneMessage().catch(() => null);
  await running;
  const cut = stop.finish();
  if (cut !== null) return { cut };
  const told = (await end) as CommandEnd | null;
  if (told !== null) return told;
  signalGroup(running.pid, 'SIGKILL');
  return { cut: 'lost' };
}

/**
 * Ends the group when its time is over or the signal says so. `finish` tells whether that happened.
 */
function stopGroup(group: number | undefined, order: SupervisedCommand) {
  let cut: 'timeout' | 'stopped' | null = null;
  let kill: NodeJS.Timeout | undefined;
  const begin = (why: 'timeout' | 'stopped') => {
    if (cut !== null) return;
    cut = why;
    signalGroup(group, 'SIGTERM');
    kill = setTimeout(() => signalGroup(group, 'SIGKILL'), order.graceMs);
  };
  const timer = setTimeout(() => begin('timeout'), order.timeoutMs);
  const abort = () => begin('stopped');
  order.signal.addEventListener('abort', abort, { once: true });
  if (order.signal.aborted) abort();
  return {
    finish() {
      clearTimeout(timer);
      clearTimeout(kill);
      order.signal.removeEventListener('abort', abort);
      return cut;
    },
  };
}

function signalGroup(group: number | undefined, signal: NodeJS.Signals): void {
  if (group === undefined) return;
  try {
    process.kill(-group, signal);
  } catch {
    // It has ended in between, which is what was wanted.
  }
}

import { randomUUID } from 'node:crypto';
import { mkdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  CommandResult,
  CommandRunner,
  EvidenceStore,
} from '../../activities/ports/content.ts';
import type { StepContext } from '../../activities/ports/deployer.ts';
import { realPathInside } from '../paths/inside.ts';
import { createBoundedLog } from './bounded-log.ts';
import { commandEnvironment } from './command-environment.ts';
import { runSupervised, type SupervisedEnd } from './run-supervised.ts';
import * as failures from './runner-failures.ts';

type Order = Parameters<CommandRunner['run']>[0];

export type ProcessRunnerOptions = {
  /** Folders in which commands may run. */
  readonly roots: readonly string[];
  /** A folder of the runner's own. A command that asks for it gets an empty one inside it. */
  readonly scratch: string;
  readonly evidence: EvidenceStore;
  /** Given to every command, such as the address of a package registry. */
  readonly env?: Readonly<Record<string, string>>;
  /** How much of a command's output is kept as evidence: half from each end. */
  readonly logLimitBytes?: number;
  /** From the polite request to end until the whole process group is killed. */
  readonly graceMs?: number;
};

const heartbeatIntervalMs = 2_000;
const linesKept = 20;

/**
 * Runs commands as processes of this machine: never through a shell, inside the given folders, with
 * little of the worker's environment, in a process group that ends with the command, with its
 * time, with the step, and with the worker.
 *
 * Errors: terminal for a program that is missing and a folder outside; `retry` when the step was
 * stopped or the machine is going down; `needs-person` when the time is over or a signal killed it,
 * since a repetition would take as long again and hide that something hangs.
 */
export function createProcessRunner(options: ProcessRunnerOptions): CommandRunner {
  return {
    scratch: options.scratch,
    async run(order, context) {
      const { scratch } = options;
      await mkdir(scratch, { recursive: true });
      if ((await realPathInside(scratch, order.cwd)) !== (await realpath(scratch))) {
        return run(options, order, context);
      }
      const cwd = join(scratch, randomUUID());
      await mkdir(cwd);
      try {
        return await run(options, { ...order, cwd }, context);
      } finally {
        await rm(cwd, { recursive: true, force: true });
      }
    },
  };
}

async function run(
  options: ProcessRunnerOptions,
  order: Order,
  context: StepContext,
): Promise<CommandResult> {
  const [program] = order.command;
  if (program === undefined || program === '') throw failures.emptyCommand();
  const cwd = await confinedFolder([...options.roots, options.scratch], order.cwd);
  if (cwd === null) throw failures.outside(order.cwd, options.roots);
  if (context.signal.aborted) throw failures.stopped(program);

  const log = createBoundedLog(options.logLimitBytes ?? 8 * 1024 * 1024);
  const started = performance.now();
  const beat = () => context.heartbeat(`${program}: ${log.lastLines(1)[0] ?? ''}`.slice(0, 200));
  beat();
  const heartbeat = setInterval(beat, heartbeatIntervalMs);
  let end: SupervisedEnd;
  try {
    end = await runSupervised({
      command: order.command,
      cwd,
      env: commandEnvironment({ ...options.env, ...order.env }),
      timeoutMs: order.timeoutMs,
      graceMs: options.graceMs ?? 5_000,
      signal: context.signal,
      log,
    });
  } finally {
    clearInterval(heartbeat);
  }
  const durationMs = Math.round(performance.now() - started);
  const reference = await options.evidence.put(log.content(), 'text/plain; charset=utf-8');
  const lastLines = log.lastLines(linesKept);
  if ('exitCode' in end && end.exitCode !== null) {
    return { exitCode: end.exitCode, durationMs, log: reference, lastLines };
  }
  throw failures.ofEnd(end, { program, order, log: reference, lastLines });
}

async function confinedFolder(roots: readonly string[], cwd: string): Promise<string | null> {
  for (const root of roots) {
    const real = await realPathInside(root, cwd);
    if (real !== null) return real;
  }
  return null;
}

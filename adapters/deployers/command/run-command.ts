import { setTimeout as sleep } from 'node:timers/promises';
import type { StepContext } from '../../../activities/ports/deployer.ts';
import { StepFailure } from '../../../activities/ports/failures.ts';
import type { ProcessIdentity } from '../../processes/identity.ts';
import { type DetachedProcess, startDetached } from '../../processes/start-detached.ts';
import { stopProcesses } from '../../processes/stop-processes.ts';
import { messageOf } from '../../system-error.ts';
import { throwIfStopped } from '../place/check-order.ts';
import { lastLines } from '../place/last-lines.ts';
import type { CommandName } from './placeholders.ts';
import { COMMAND_MARK, type CommandSettings } from './settings.ts';

const HEARTBEAT_MS = 1_000;
const STOP_TIMEOUT_MS = 2_000;
const LOG_LINES = 10;

/** One run of one of the tool's commands. */
export type CommandRun = {
  readonly name: CommandName;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly settings: CommandSettings;
  /** Value of the mark that all processes of this run carry. */
  readonly mark: string;
  readonly stdoutPath: string;
  readonly stderrPath: string;
  /** Told of the process as soon as it runs. */
  readonly started: (identity: ProcessIdentity | null) => Promise<void>;
};

/**
 * Runs a command to its end, with its output in files. A command that takes too long, or whose step
 * is stopped, is ended with everything that it started.
 *
 * Errors: terminal when it cannot be started; `retry` when it fails, hangs or is stopped.
 */
export async function runCommand(run: CommandRun, context: StepContext): Promise<void> {
  throwIfStopped(context);
  const process = await start(run);
  const ended = watch(process);
  await run.started(process.identity);
  const deadline = performance.now() + run.settings.timeoutMs;
  while (ended.outcome === null) {
    const expired = performance.now() > deadline;
    if (expired || context.signal.aborted) {
      await end(run.mark, process.identity);
      throwIfStopped(context);
      throw await timedOut(run);
    }
    context.heartbeat(`${run.name} runs`);
    await pause(process.ended, context.signal);
  }
  if (ended.outcome.exitCode !== 0) throw await failed(run, ended.outcome);
}

/** Ends a run with everything that it started; it is found by its mark even without an identity. */
export async function end(mark: string, leader: ProcessIdentity | null): Promise<void> {
  await stopProcesses(
    [{ leader, mark: { name: COMMAND_MARK, value: mark } }],
    STOP_TIMEOUT_MS,
    () => {},
  );
}

type Outcome = Awaited<DetachedProcess['ended']>;

function watch(process: DetachedProcess): { outcome: Outcome | null } {
  const watched: { outcome: Outcome | null } = { outcome: null };
  void process.ended.then((outcome) => {
    watched.outcome = outcome;
  });
  return watched;
}

async function start(run: CommandRun): Promise<DetachedProcess> {
  const [program] = run.command;
  try {
    return await startDetached({
      command: run.command,
      cwd: run.cwd,
      env: { ...run.settings.env, [COMMAND_MARK]: run.mark },
      stdoutPath: run.stdoutPath,
      stderrPath: run.stderrPath,
    });
  } catch (error) {
    throw new StepFailure(
      'terminal',
      'deployer/cannot-start',
      `"${program}" (${run.name}) cannot be started in ${run.cwd}: ${messageOf(error)}`,
      'Correct the command in the deployment settings, or install the program it names.',
    );
  }
}

/** Waits until the command ends, the step is stopped, or it is time to show that it lives. */
async function pause(ended: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const waking = new AbortController();
  const timer = sleep(HEARTBEAT_MS, undefined, {
    signal: AbortSignal.any([signal, waking.signal]),
  });
  await Promise.race([ended, timer.catch(() => {})]);
  waking.abort();
}

async function failed(run: CommandRun, outcome: Outcome): Promise<StepFailure> {
  const how =
    outcome.signal === null ? `with exit code ${outcome.exitCode}` : `by ${outcome.signal}`;
  return new StepFailure(
    'retry',
    'deployer/command-failed',
    `The command for ${run.name} ended ${how}. ${await excerpt(run)}`,
    'Read the log. When the cause is gone, repeat the step under the same key.',
  );
}

async function timedOut(run: CommandRun): Promise<StepFailure> {
  return new StepFailure(
    'retry',
    'deployer/command-timed-out',
    `The command for ${run.name} did not end within ${run.settings.timeoutMs} ms and was ended. ` +
      (await excerpt(run)),
    'Find out what it waits for, or give it more time (`timeoutMs`).',
  );
}

async function excerpt(run: CommandRun): Promise<string> {
  const { env } = run.settings;
  const lines = [
    ...(await lastLines(run.stderrPath, LOG_LINES, env)),
    ...(await lastLines(run.stdoutPath, LOG_LINES, env)),
  ].slice(0, LOG_LINES);
  return `Its output is in ${run.stderrPath} and ${run.stdoutPath}, and ends with: ${
    lines.join(' | ') || '(nothing)'
  }`;
}

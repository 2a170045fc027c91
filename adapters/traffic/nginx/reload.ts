import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import type { StepContext } from '../../../activities/ports/deployer.ts';
import { StepFailure } from '../../../activities/ports/failures.ts';
import { lastLines } from '../../deployers/place/last-lines.ts';
import type { ProcessIdentity } from '../../processes/identity.ts';
import { errorLog } from './state.ts';
import { workersOf } from './workers.ts';

const TEST_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 1_000;
const POLL_INTERVAL_MS = 25;
const LOG_LINES = 3;

/**
 * Lets nginx itself read a configuration before it counts.
 *
 * Errors: terminal for one that it refuses, with its words; `retry` when it does not answer.
 */
export async function testConfig(program: string, root: string, file: string): Promise<void> {
  const tested = await execa(program, ['-t', '-q', '-p', root, '-c', file], {
    reject: false,
    timeout: TEST_TIMEOUT_MS,
    forceKillAfterDelay: 1_000,
  });
  if (tested.exitCode === 0) return;
  if (tested.exitCode === undefined) {
    throw new StepFailure(
      'retry',
      'traffic/nginx-silent',
      `\`${program} -t\` did not say whether it takes ${file}: ${tested.shortMessage}`,
      'Install nginx (Debian: nginx-light) where the workers run, or find out why it hangs.',
    );
  }
  throw new StepFailure(
    'terminal',
    'traffic/config-refused',
    `nginx refuses the configuration ${file}: ${tested.stderr.trim()}`,
    'Read what it says. Until then users keep the division that they have.',
  );
}

/** What to wait for: workers that all work by this generation. */
type Reload = {
  readonly root: string;
  readonly statusPort: number;
  readonly generation: number;
  readonly timeoutMs: number;
};

/**
 * Lets nginx read its file again, and waits until each worker that takes requests was started for
 * it and answers with the generation: a signal that was sent proves nothing.
 *
 * Errors: `retry` when that does not become so in time.
 */
export async function reload(
  master: ProcessIdentity,
  order: Reload,
  context: StepContext,
): Promise<void> {
  const before = new Set(workersOf(master.pid).serving);
  process.kill(master.pid, 'SIGHUP');
  const deadline = performance.now() + order.timeoutMs;
  for (;;) {
    const { serving } = workersOf(master.pid);
    const areNew = serving.length > 0 && serving.every((pid) => !before.has(pid));
    if (areNew && (await servedGeneration(order.statusPort)) === order.generation) return;
    if (performance.now() > deadline || context.signal.aborted) throw await notTaken(order);
    context.heartbeat('nginx reads its configuration again');
    await sleep(POLL_INTERVAL_MS);
  }
}

/** The generation by which nginx answers now, or null when it does not answer. */
export async function servedGeneration(statusPort: number): Promise<number | null> {
  try {
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    const answer = await fetch(`http://127.0.0.1:${statusPort}/generation`, { signal });
    return answer.ok ? Number.parseInt(await answer.text(), 10) : null;
  } catch {
    return null;
  }
}

async function notTaken({ root, generation, timeoutMs }: Reload): Promise<StepFailure> {
  const said = await lastLines(errorLog(root), LOG_LINES, {});
  return new StepFailure(
    'retry',
    'traffic/not-taken',
    `nginx has not come to work by generation ${generation} of its configuration within ` +
      `${timeoutMs} ms. Its log ends with: ${said.join(' | ') || '(nothing)'}`,
    `Read ${errorLog(root)}, remove the cause and repeat the step.`,
  );
}

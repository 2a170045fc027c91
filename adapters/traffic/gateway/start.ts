import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StepFailure } from '../../../activities/ports/failures.ts';
import { startDetached } from '../../processes/start-detached.ts';
import { findRunning, GATEWAY_MARK, logFile } from './contact.ts';

const START_TIMEOUT_MS = 20_000;
const POLL_INTERVAL_MS = 100;

/**
 * Sees to it that a gateway runs for the folder, in a session of its own, and answers. One that
 * runs already is left alone, and goes on when the caller ends.
 *
 * Errors: `retry` when it does not answer in time; its log says why.
 */
export async function startGateway(options: { readonly root: string }): Promise<void> {
  const root = resolve(options.root);
  if (await isAlive(root)) return;
  await mkdir(root, { recursive: true });
  const { ended } = await startDetached({
    command: ['node', join(import.meta.dirname, 'main.ts'), '--root', root],
    cwd: root,
    env: { [GATEWAY_MARK]: root },
    stdoutPath: logFile(root),
    stderrPath: logFile(root),
  });
  let exitCode: number | null = null;
  void ended.then((outcome) => {
    exitCode = outcome.exitCode ?? 1;
  });
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!(await isAlive(root))) {
    // It ends well at once when another one was faster; that one will answer.
    const failed = exitCode !== null && exitCode !== 0;
    if (failed || performance.now() > deadline) {
      throw new StepFailure(
        'retry',
        'traffic/gateway-not-started',
        `The gateway for ${root} does not answer.`,
        `Read ${logFile(root)}, remove the cause and start it again.`,
      );
    }
    await sleep(POLL_INTERVAL_MS);
  }
}

async function isAlive(root: string): Promise<boolean> {
  const contact = await findRunning(root);
  if (contact === null) return false;
  try {
    const answer = await fetch(`http://127.0.0.1:${contact.adminPort}/livez`, {
      signal: AbortSignal.timeout(2_000),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

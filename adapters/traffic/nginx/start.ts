import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StepFailure } from '../../../activities/ports/failures.ts';
import { lastLines } from '../../deployers/place/last-lines.ts';
import { withFileLock } from '../../durable-state/with-file-lock.ts';
import { writeJson } from '../../durable-state/write-json.ts';
import { type DetachedProcess, startDetached } from '../../processes/start-detached.ts';
import { hasCode, messageOf } from '../../system-error.ts';
import { ensureConfig, firstState } from './change-routes.ts';
import { servedGeneration } from './reload.ts';
import { configFile, errorLog, lockFile, readState, stateFile } from './state.ts';
import { findMaster } from './workers.ts';

const START_TIMEOUT_MS = 20_000;
const POLL_INTERVAL_MS = 50;
const LOG_LINES = 3;

/**
 * Sees to it that an nginx of its own runs for the folder, and answers. One that runs already is
 * left alone, and goes on when the caller ends. An nginx of the machine's own is not touched.
 *
 * Errors: terminal where there is no nginx; `retry` when it does not answer in time.
 */
export async function startNginx(options: {
  readonly root: string;
  readonly program?: string;
}): Promise<void> {
  const root = resolve(options.root);
  await mkdir(root, { recursive: true });
  const signal = AbortSignal.timeout(START_TIMEOUT_MS);
  const wait = { timeoutMs: START_TIMEOUT_MS, signal, waiting: () => {} };
  await withFileLock(lockFile(root), wait, () => startAlone(root, options.program ?? 'nginx'));
}

async function startAlone(root: string, program: string): Promise<void> {
  const state = (await readState(root)) ?? (await firstState(root));
  await writeJson(stateFile(root), state);
  if ((await findMaster(root, state)) !== null) return;
  await mkdir(`${root}/temp`, { recursive: true });
  await ensureConfig(root, state);
  const { ended } = await start(root, program);
  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  const deadline = performance.now() + START_TIMEOUT_MS;
  while ((await servedGeneration(state.statusPort)) === null) {
    if (hasEnded || performance.now() > deadline) throw await notStarted(root);
    await sleep(POLL_INTERVAL_MS);
  }
}

async function start(root: string, program: string): Promise<DetachedProcess> {
  try {
    return await startDetached({
      command: [program, '-p', root, '-c', configFile(root), '-e', errorLog(root)],
      cwd: root,
      env: {},
      stdoutPath: errorLog(root),
      stderrPath: errorLog(root),
    });
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    throw new StepFailure(
      'terminal',
      'traffic/no-nginx',
      `There is no program \`${program}\` to divide users with: ${messageOf(error)}`,
      'Install nginx where the workers run (Debian: `apt-get install nginx-light`), or let the ' +
        'built-in gateway divide users (TIDEGATE_TRAFFIC=gateway).',
    );
  }
}

async function notStarted(root: string): Promise<StepFailure> {
  const said = await lastLines(errorLog(root), LOG_LINES, {});
  return new StepFailure(
    'retry',
    'traffic/nginx-not-started',
    `The nginx for ${root} does not answer. Its log ends with: ${said.join(' | ')}`,
    `Read ${errorLog(root)}, remove the cause and start it again.`,
  );
}

import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findTemporalCli } from '../../embedded/toolchain/temporal-cli.ts';
import { releaseWorkflowId } from '../../workflows/contract.ts';
import type { GrownUp } from '../support/grown-up/grown-up.ts';

/** An event as `temporal workflow show` prints it. */
type ShownEvent = {
  readonly eventType: string;
  readonly workflowExecutionStartedEventAttributes?: {
    readonly continuedExecutionRunId?: string;
    readonly input?: { readonly payloads?: readonly { readonly data: string }[] };
  };
  readonly workflowTaskFailedEventAttributes?: { readonly cause?: string };
};

export type ShownRun = readonly ShownEvent[];

/** Number of the last fact that a run was begun with; null for the first run. */
export function carriedSeq(run: ShownRun): number | null {
  const { input } = run[0]?.workflowExecutionStartedEventAttributes ?? {};
  const [payload] = input?.payloads ?? [];
  if (payload === undefined) return null;
  const order = JSON.parse(Buffer.from(payload.data, 'base64').toString('utf8')) as {
    readonly carried?: { readonly state: { readonly seq: number } };
  };
  return order.carried?.state.seq ?? null;
}

const endsWithinMs = 90_000;
const isEnd = /_EXECUTION_(COMPLETED|FAILED|TIMED_OUT|CANCELED|TERMINATED|CONTINUED_AS_NEW)$/;

/**
 * The histories of all runs of a release, the last one first. Waits a while for the last one to
 * end, since a release is closed in the records before its workflow has ended.
 */
export async function runsOf(grownUp: GrownUp, release: string): Promise<readonly ShownRun[]> {
  const workflowId = releaseWorkflowId(release);
  const runs = [await showEnded(grownUp, workflowId)];
  for (;;) {
    const before = runs.at(-1)?.[0]?.workflowExecutionStartedEventAttributes;
    const runId = before?.continuedExecutionRunId ?? '';
    if (runId === '') return runs;
    runs.push(await showRun(grownUp, workflowId, runId));
  }
}

async function showEnded(grownUp: GrownUp, workflowId: string): Promise<ShownRun> {
  const deadline = Date.now() + endsWithinMs;
  for (;;) {
    const run = await showRun(grownUp, workflowId);
    if (isEnd.test(run.at(-1)?.eventType ?? '') || Date.now() > deadline) return run;
    await sleep(300);
  }
}

/** A run of a workflow as it stands: without a `runId` the last one. */
export async function showRun(grownUp: GrownUp, workflowId: string, runId = ''): Promise<ShownRun> {
  const cli = await findTemporalCli(() => {});
  const { temporalAddress, namespace } = grownUp;
  const which = ['--workflow-id', workflowId, ...(runId && ['--run-id', runId])];
  const where = ['--address', temporalAddress, '--namespace', namespace, '--output', 'json'];
  // Payloads as they are stored.
  where.push('--no-json-shorthand-payloads');
  const parameters = ['workflow', 'show', ...which, ...where];
  const { stdout } = await promisify(execFile)(cli, parameters, { maxBuffer: 64 * 1024 * 1024 });
  return (JSON.parse(stdout) as { events: ShownRun }).events;
}

import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { type NativeConnection, Worker } from '@temporalio/worker';
import { connectTestTemporal, createTimeSkippingEnvironment } from '../support/stack/temporal.ts';
import { releaseKey, tide, turn } from './probe/tide.workflow.ts';

const workflowsPath = fileURLToPath(new URL('./probe/tide.workflow.ts', import.meta.url));

/** Runs the probe to its end on a server; returns its result and its handle. */
async function runTide(
  client: Client,
  connection: NativeConnection,
  days: number,
): Promise<{ result: string; handle: WorkflowHandle<typeof tide> }> {
  const taskQueue = `tide-${randomUUID()}`;
  const worker = await Worker.create({ connection, taskQueue, workflowsPath });
  return worker.runUntil(async () => {
    const options = { taskQueue, workflowId: taskQueue, args: ['Ada', days] as [string, number] };
    const handle = await client.workflow.start(tide, options);
    await handle.signal(turn);
    return { result: await handle.result(), handle };
  });
}

describe('the shared dev server', () => {
  test('runs a workflow in TypeScript, finds it by attribute, replays it from JSON', async () => {
    const temporal = await connectTestTemporal();
    try {
      const run = await runTide(temporal.client, temporal.nativeConnection, 0);
      expect(run.result).toBe('High water, Ada');
      const description = await run.handle.describe();
      expect(description.typedSearchAttributes.get(releaseKey)).toBe('Ada');
      const json = historyToJSON(await run.handle.fetchHistory());
      const history: unknown = JSON.parse(json);
      await Worker.runReplayHistory({ workflowsPath }, history, run.handle.workflowId);
    } finally {
      await temporal.close();
    }
  });
});

describe('the time-skipping server', () => {
  test('lets thirty days pass in seconds', async () => {
    const environment = await createTimeSkippingEnvironment();
    try {
      const begun = Date.now();
      const before = await environment.currentTimeMs();
      const run = await runTide(environment.client, environment.nativeConnection, 30);
      expect(run.result).toBe('High water, Ada');
      expect((await environment.currentTimeMs()) - before).toBeGreaterThan(29 * 24 * 3_600_000);
      expect(Date.now() - begun).toBeLessThan(30_000);
    } finally {
      await environment.teardown();
    }
  });
});

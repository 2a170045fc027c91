import { fileURLToPath } from 'node:url';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { BenchServers } from '../servers.ts';
import { createControlActivities } from './activities.ts';

const taskQueue = 'control';
const workflowsPath = fileURLToPath(new URL('./control.workflow.ts', import.meta.url));

/** The hand-written workflow with a worker of its own, on the same server. */
export type Control = {
  start(release: string, components: readonly string[]): Promise<WorkflowHandle>;
  stop(): Promise<void>;
};

/** The worker of the control, ready to run. */
export function createControlWorker(
  connection: NativeConnection,
  client: Client,
  effectMs: number,
): Promise<Worker> {
  const activities = createControlActivities(client, effectMs);
  return Worker.create({ connection, taskQueue, workflowsPath, activities });
}

/** Without a worker of its own the workflows wait for that of another process. */
export async function startControl(
  servers: BenchServers,
  { effectMs, hasWorker = true }: { readonly effectMs: number; readonly hasWorker?: boolean },
): Promise<Control> {
  const connection = await Connection.connect({ address: servers.temporalAddress });
  const native = await NativeConnection.connect({ address: servers.temporalAddress });
  const client = new Client({ connection });
  const worker = hasWorker ? await createControlWorker(native, client, effectMs) : null;
  const running = worker?.run();
  return {
    start: (release, components) =>
      client.workflow.start('controlWorkflow', {
        workflowId: release,
        taskQueue,
        args: [{ release, components }],
      }),
    async stop() {
      worker?.shutdown();
      await running;
      await connection.close();
      await native.close();
    },
  };
}

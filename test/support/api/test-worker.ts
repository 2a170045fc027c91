import type { Ports } from '../../../activities/ports/index.ts';
import { createOwnPorts } from '../../../workers/own-ports.ts';
import { createWorkers } from '../../../workers/workers.ts';
import { createFakeTools, type FakeTools } from '../fakes/fake-tools.ts';
import { bundledWorkflows } from '../stack/workflow-bundle.ts';
import type { ApiStage } from './api-stage.ts';

/**
 * The real workflows and steps behind the API of a test; the records are real, the tools are in
 * memory.
 */
export type TestWorker = {
  readonly tools: FakeTools;
  stop(): Promise<void>;
};

export async function startTestWorker(stage: ApiStage): Promise<TestWorker> {
  const { nativeConnection, namespace } = stage.temporal;
  const tools = createFakeTools(() => new Date());
  tools.authors = ['dana@example.com'];
  const workers = await createWorkers(nativeConnection, namespace, portsOf(stage, tools), {
    workflowBundle: await bundledWorkflows(),
  });
  const running = workers.map((worker) => worker.run());
  return {
    tools,
    async stop() {
      for (const worker of workers) worker.shutdown();
      await Promise.all(running);
    },
  };
}

function portsOf({ records, temporal, keyRingFile }: ApiStage, tools: FakeTools): Ports {
  return { ...tools, ...createOwnPorts(records, temporal.client, keyRingFile) };
}

import { join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { searchAttributes } from '../../embedded/toolchain/search-attributes.ts';
import { startTemporal } from '../../embedded/toolchain/start-temporal.ts';
import { stateQuery } from '../../workflows/contract.ts';
import { foldAll } from './fakes/memory-records.ts';
import type { ReleaseActor } from './release-actor.ts';
import { openReleaseStage, type ReleaseStage } from './release-stage.ts';
import { quietLog } from './stack/temporal.ts';
import { makeTestFolder } from './stack/test-folder.ts';

export type ShortRuns = {
  readonly stage: ReleaseStage;
  /** How many runs a workflow took, from its first to the present one. */
  runsOf(workflowId: string): Promise<number>;
  close(): Promise<void>;
};

/** A server that suggests a new run after that few events, and a stage on it. */
export async function openShortRuns(eventsPerRun: number): Promise<ShortRuns> {
  quietLog();
  const folder = makeTestFolder();
  const server = await startTemporal({
    searchAttributes,
    uiPort: null,
    logFile: join(folder.path, 'temporal.log'),
    dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': eventsPerRun },
  });
  const { address } = server;
  const stage = await openReleaseStage(
    () => TestWorkflowEnvironment.createFromExistingServer({ address }),
    'read',
  );
  return {
    stage,
    async runsOf(workflowId) {
      const query = `WorkflowId = '${workflowId}'`;
      let runs = 0;
      for await (const listed of stage.environment.client.workflow.list({ query })) {
        runs += listed.workflowId === workflowId ? 1 : 0;
      }
      return runs;
    },
    async close() {
      await stage.close();
      await server.stop();
      folder.remove();
    },
  };
}

/** What was recorded adds up to what the workflow knows: no fact was lost and none came twice. */
export async function expectWhole({ records }: ReleaseStage, release: ReleaseActor): Promise<void> {
  const facts = records.facts.get(release.scene.plan.name) ?? [];
  expect(facts.map(({ seq }) => seq)).toEqual(facts.map((_, index) => index + 1));
  expect(foldAll(facts)).toEqual(await release.handle.query(stateQuery));
}

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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
  /** Sends what changes nothing until the release has gone on in a new run. */
  untilNewRun(release: ReleaseActor): Promise<void>;
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
  const runsOf = async (workflowId: string): Promise<number> => {
    const query = `WorkflowId = '${workflowId}'`;
    let runs = 0;
    for await (const listed of stage.environment.client.workflow.list({ query })) {
      runs += listed.workflowId === workflowId ? 1 : 0;
    }
    return runs;
  };
  return {
    stage,
    runsOf,
    async untilNewRun({ handle }) {
      const before = await runsOf(handle.workflowId);
      for (let sent = 0; sent < 200; sent += 1) {
        await handle.signal('decision', 'not signed');
        await handle.signal('calendar-changed');
        await sleep(50);
        if ((await runsOf(handle.workflowId)) > before) return;
      }
      throw new Error('It never went on in a new run.');
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

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { searchAttributes } from '../../embedded/toolchain/search-attributes.ts';
import { type StartedTemporal, startTemporal } from '../../embedded/toolchain/start-temporal.ts';
import { environmentWorkflowId, stateQuery } from '../../workflows/contract.ts';
import { aPlan, aStage } from '../support/builders/plan.ts';
import { fakeSignature } from '../support/fakes/fake-verifier.ts';
import { foldAll } from '../support/fakes/memory-records.ts';
import type { ReleaseActor } from '../support/release-actor.ts';
import { openReleaseStage, type ReleaseStage } from '../support/release-stage.ts';
import { quietLog } from '../support/stack/temporal.ts';
import { makeTestFolder, type TestFolder } from '../support/stack/test-folder.ts';

let folder: TestFolder;
let server: StartedTemporal;
let stage: ReleaseStage;
beforeAll(async () => {
  quietLog();
  folder = makeTestFolder();
  server = await startTemporal({
    searchAttributes,
    uiPort: null,
    logFile: join(folder.path, 'temporal.log'),
    // The server suggests a new run after so few events that every stage boundary is one.
    dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': 30 },
  });
  const { address } = server;
  stage = await openReleaseStage(
    () => TestWorkflowEnvironment.createFromExistingServer({ address }),
    // A query that meets a local step moves that step's end in the history, and replay fails.
    'read',
  );
});
afterEach(() => stage.clear());
afterAll(async () => {
  await stage.close();
  await server.stop();
  folder.remove();
});

const content = [aStage('build'), aStage('package'), aStage('promote')];
const stages = [
  ...content,
  aStage('approval'),
  aStage('announce'),
  aStage('deploy'),
  aStage('uat'),
];

/** How many runs a workflow took, from its first to the present one. */
async function runsOf(workflowId: string): Promise<number> {
  const { client } = stage.environment;
  let runs = 0;
  for await (const { workflowId: id } of client.workflow.list({
    query: `WorkflowId = '${workflowId}'`,
  })) {
    runs += id === workflowId ? 1 : 0;
  }
  return runs;
}

/** What was recorded adds up to what the workflow knows: no fact was lost and none came twice. */
async function expectWhole(release: ReleaseActor): Promise<void> {
  const facts = stage.records.facts.get(release.scene.plan.name) ?? [];
  expect(facts.map(({ seq }) => seq)).toEqual(facts.map((_, index) => index + 1));
  expect(foldAll(facts)).toEqual(await release.handle.query(stateQuery));
}

describe('a release that goes on in new runs', () => {
  test('loses no state, no receipt and no signal that is on its way', async () => {
    const release = await stage.start(aPlan([...stages, aStage('review')], { name: 'runs' }));
    let sent = 0;
    const calm = new AbortController();
    const storm = (async () => {
      while (!calm.signal.aborted && sent < 90) {
        await release.handle.signal('decision', { jws: 'forged' });
        sent += 1;
      }
    })();
    await release.waitsFor('approval');
    const receipt = await release.decide('cora', 'production/cab', 'approve');
    await release.waitsFor('uat');
    await release.decide('una', 'production/uat', 'approve');
    await release.waitsFor('obligation');
    calm.abort();
    await storm;
    await release.until(({ refusals }) => refusals === sent);
    expect((await release.state()).receipts).toContainEqual(receipt);
    await expect(release.review()).resolves.toBe('released');
    await expectWhole(release);
    expect(await runsOf(release.handle.workflowId)).toBeGreaterThan(2);
  });

  test('rolls back in a later run what an earlier one deployed', async () => {
    const release = await stage.start(aPlan(stages, { name: 'back' }));
    await release.waitsFor('approval');
    await release.decide('cora', 'production/cab', 'approve');
    await release.waitsFor('uat');
    expect(await runsOf(release.handle.workflowId)).toBeGreaterThan(1);
    await release.command('rita', 'rollback');
    await expect(release.handle.result()).resolves.toBe('rolled-back');
    expect(stage.tools.touched().at(-1)).toBe('undo web');
    await expectWhole(release);
  });

  // A step that records locally may run again with other facts when its task is refused; see the
  // journal.
  test('loses no hand brake that is pulled while a run is about to end', async () => {
    const release = await stage.start(aPlan(stages, { name: 'boundary' }));
    await release.waitsFor('approval');
    const boundary = new Promise<void>((resolve) => {
      // Facts that end with a stage are delivered only where a run is about to end.
      stage.records.beforeAppend = async (batch) => {
        if (batch.at(-1)?.event.type !== 'stage.succeeded') return;
        resolve();
        await sleep(500);
      };
    });
    const approval = await release.decision('cora', 'production/cab', 'approve');
    await release.handle.signal('decision', fakeSignature(approval));
    await boundary;
    await release.handle.cancel();
    await expect(release.handle.result()).resolves.toBe('rolled-back');
    expect(stage.tools.touched()).toEqual([]);
    await expectWhole(release);
  });
});

describe('an environment that goes on in new runs', () => {
  test('keeps its holder, its queue and its fencing number', async () => {
    const quick = [...content, aStage('deploy')];
    const names = ['one', 'two', 'three', 'four', 'five', 'six'];
    const releases = await Promise.all(names.map((name) => stage.start(aPlan(quick, { name }))));
    for (const release of releases) {
      await expect(release.handle.result()).resolves.toBe('released');
    }
    const grants = stage.records.leaseHistory.filter(({ release }) => release !== null);
    expect(grants.map(({ fence }) => fence)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(new Set(grants.map(({ release }) => release))).toEqual(new Set(names));
    expect(await runsOf(environmentWorkflowId('production'))).toBeGreaterThan(1);
  });
});

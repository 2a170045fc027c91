import { bundleWorkflowCode, Worker } from '@temporalio/worker';
import { receiptQuery, releaseWorkflowId } from '../../workflows/contract.ts';
import { type ApiStage, openApiStage } from '../support/api/api-stage.ts';
import { receiptOf } from '../support/api/body.ts';
import { requirementOf, startRelease } from '../support/api/running-release.ts';
import { startTestWorker, type TestWorker } from '../support/api/test-worker.ts';
import { workflows } from '../support/release-stage.ts';

let stage: ApiStage;
let worker: TestWorker;
beforeAll(async () => {
  stage = await openApiStage();
  worker = await startTestWorker(stage);
});
afterAll(async () => {
  await worker.stop();
  await stage.close();
});

test('a release that is asked while it looks into its records can still be replayed', async () => {
  const release = await startRelease(stage);
  const erin = await stage.person('erin');
  await requirementOf(erin, release);
  const handle = stage.temporal.client.workflow.getHandle(releaseWorkflowId(release));
  const asking = new AbortController();
  const asks = [1, 2].map(async () => {
    while (!asking.signal.aborted) await handle.query(receiptQuery, 'nobody-said-this');
  });
  for (const command of ['pause', 'resume', 'pause', 'resume', 'pause', 'resume']) {
    const answer = await erin.post(`/v1/releases/${release}/commands`, { command, reason: 'So.' });
    expect(receiptOf(answer).outcome).toBe('accepted');
  }
  asking.abort();
  await Promise.all(asks);
  const history = await handle.fetchHistory();
  const failed = history.events?.filter((event) => event.workflowTaskFailedEventAttributes);
  expect(failed).toEqual([]);
  const looked = history.events?.filter((event) => event.markerRecordedEventAttributes);
  expect(looked).toHaveLength(7);
  const workflowBundle = await bundleWorkflowCode(workflows);
  await Worker.runReplayHistory({ workflowBundle }, history, releaseWorkflowId(release));
});

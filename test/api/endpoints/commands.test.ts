import type { Response } from 'supertest';
import { type ApiStage, openApiStage } from '../../support/api/api-stage.ts';
import { receiptOf, viewOf } from '../../support/api/body.ts';
import { problemOf } from '../../support/api/problem.ts';
import { readUntil, requirementOf, startRelease } from '../../support/api/running-release.ts';
import { startTestWorker, type TestWorker } from '../../support/api/test-worker.ts';

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

/** A release that waits for its approval. */
async function waiting(): Promise<string> {
  const release = await startRelease(stage);
  await requirementOf(await stage.person('erin'), release);
  return release;
}

const send = async (handle: string, release: string, command: string, more: object = {}) => {
  const person = await stage.person(handle);
  const body = { command, reason: 'Because.', ...more };
  return person.post(`/v1/releases/${release}/commands`, body);
};

/** The sequence of the receipt of something that was accepted. */
function accepted(response: Response): number {
  expect(response.status).toBe(200);
  expect(receiptOf(response)).toMatchObject({ outcome: 'accepted', code: null });
  return receiptOf(response).seq;
}

describe('a command', () => {
  test('pauses and resumes a release, each with its receipt', async () => {
    const release = await waiting();
    const erin = await stage.person('erin');
    const seq = accepted(await send('erin', release, 'pause'));
    // One fact records the statement, the next one what it does.
    const path = `/v1/releases/${release}?atLeastSeq=${seq + 1}`;
    expect(viewOf(await erin.get(path))).toMatchObject({ paused: true, state: 'paused' });
    const twice = problemOf(await send('erin', release, 'pause'));
    expect(twice).toMatchObject({ status: 409, code: 'command/not-now' });
    accepted(await send('erin', release, 'resume'));
  });

  test('is for people whom the plan names, whatever roles they have', async () => {
    const release = await waiting();
    const problem = problemOf(await send('nora', release, 'withdraw'));
    expect(problem).toMatchObject({ status: 403, rule: 'command/not-entitled' });
    expect(problem.detail).toContain('engineers');
    accepted(await send('cora', release, 'pause'));
  });

  test('says why, and what it is about', async () => {
    const release = await waiting();
    const unsaid = problemOf(await send('erin', release, 'withdraw', { reason: ' ' }));
    expect(unsaid).toMatchObject({ status: 422, errors: [{ pointer: '/reason' }] });
    const unknown = problemOf(await send('erin', release, 'explode'));
    expect(unknown.errors[0]?.message).toContain('`withdraw`');
    const nothing = problemOf(await send('erin', release, 'extend', { target: 'nothing' }));
    expect(nothing).toMatchObject({ status: 409, code: 'command/not-now' });
  });

  test('withdraws a release, and a closed one takes no more of them', async () => {
    const release = await waiting();
    accepted(await send('erin', release, 'withdraw'));
    const erin = await stage.person('erin');
    const view = await readUntil(erin, release, ({ phase }) => phase === 'closed');
    expect(view).toMatchObject({ outcome: 'withdrawn', blockers: [] });
    const problem = problemOf(await send('erin', release, 'pause'));
    expect(problem).toMatchObject({ status: 409, code: 'release/closed' });
  });

  test('to a release that was ended around the API is refused, and nothing hangs', async () => {
    const release = await waiting();
    await stage.temporal.client.workflow.getHandle(`release-${release}`).terminate('Test.');
    const problem = problemOf(await send('erin', release, 'pause'));
    expect(problem).toMatchObject({ status: 409, code: 'release-not-running' });
  });
});

describe('a fact that is not recorded', () => {
  test('is waited for no longer than is said, and then asked for again', async () => {
    const release = await waiting();
    const erin = await stage.person('erin');
    const begun = Date.now();
    const answer = await erin.get(`/v1/releases/${release}?atLeastSeq=1000`);
    expect(problemOf(answer)).toMatchObject({ status: 503, code: 'not-recorded-yet' });
    expect(answer.headers['retry-after']).toBe('1');
    expect(Date.now() - begun).toBeLessThan(5_000);
  });
});

import { createVerifyToken } from '../../../api/access/verify-token.ts';
import type { ReleaseFact } from '../../../domain/release/event.ts';
import type { ApiPerson } from '../../support/api/api-person.ts';
import { type ApiStage, openApiStage, testRoleGroups } from '../../support/api/api-stage.ts';
import {
  listenOnLoopback,
  readStream,
  type StreamedEvent,
} from '../../support/api/event-stream.ts';
import { problemOf } from '../../support/api/problem.ts';
import { startRelease } from '../../support/api/running-release.ts';

let stage: ApiStage;
let nora: ApiPerson;
let server: Awaited<ReturnType<typeof listenOnLoopback>>;
beforeAll(async () => {
  stage = await openApiStage();
  nora = await stage.person('nora');
  server = await listenOnLoopback(stage.app);
});
afterAll(async () => {
  await server.close();
  await stage.close();
});

/** A release whose facts the test writes itself: no worker runs. */
async function recordedRelease(...seqs: number[]): Promise<string> {
  const release = await startRelease(stage);
  await stage.records.appendFacts(release, seqs.map(fact));
  return release;
}

function fact(seq: number): ReleaseFact {
  const at = `2026-11-21T10:00:0${seq}.000Z`;
  if (seq > 1) return { seq, at, event: { type: 'release.live', environment: `e${seq}` } };
  const event = {
    type: 'release.started' as const,
    planDigest: 'sha256:0',
    name: 'shop',
    title: 'Shop',
    releaseClass: 'normal' as const,
    requestedBy: 'p-1',
    services: ['payments'],
    environments: ['staging'],
    stages: [],
  };
  return { seq, at, event };
}

const streamOf = (release: string, more: Record<string, string> = {}, signal: AbortSignal) =>
  readStream(
    `${server.address}/v1/releases/${release}/events`,
    { authorization: `Bearer ${nora.token}`, ...more },
    signal,
  );

async function take(stream: AsyncGenerator<StreamedEvent>, count: number) {
  const events: StreamedEvent[] = [];
  while (events.length < count) {
    const next = await stream.next();
    if (next.done === true) break;
    events.push(next.value);
  }
  return events;
}

describe('GET /v1/releases/{release}/events', () => {
  test('reads the ledger in pages, each entry once and in order', async () => {
    const release = await recordedRelease(1, 2, 3);
    const path = `/v1/releases/${release}/events?pageSize=2`;
    const first = await nora.get(path).expect(200);
    const page = JSON.parse(first.text) as { nextPageToken: string };
    expect(first.body).toMatchObject({
      events: [
        { position: 1, sort: 'fact', fact: { seq: 1 } },
        { position: 2, sort: 'fact', fact: { seq: 2 } },
      ],
    });
    const last = await nora.get(`${path}&pageToken=${page.nextPageToken}`).expect(200);
    expect(last.body).toMatchObject({ events: [{ position: 3 }], nextPageToken: null });
  });

  test('of an unknown release is a problem, as a page and as a stream', async () => {
    const path = '/v1/releases/no-such/events';
    expect(problemOf(await nora.get(path)).status).toBe(404);
    const asked = nora.get(path).set('Accept', 'text/event-stream');
    expect(problemOf(await asked)).toMatchObject({ status: 404, code: 'unknown-release' });
  });

  test('refuses a Last-Event-ID that is none', async () => {
    const release = await recordedRelease(1);
    const asked = nora
      .get(`/v1/releases/${release}/events`)
      .set('Accept', 'text/event-stream')
      .set('Last-Event-ID', 'yesterday');
    expect(problemOf(await asked)).toMatchObject({ status: 400, code: 'invalid-request' });
  });
});

describe('a live stream', () => {
  test('sends what was recorded and then what is, and goes on behind Last-Event-ID', async () => {
    const release = await recordedRelease(1, 2);
    const leaving = new AbortController();
    const stream = streamOf(release, {}, leaving.signal);
    const before = await take(stream, 2);
    expect(before).toMatchObject([
      { id: '1', event: 'fact', data: { fact: { seq: 1 } } },
      { id: '2', event: 'fact', data: { fact: { seq: 2 } } },
    ]);
    const coming = take(stream, 1);
    await stage.records.appendFacts(release, [fact(3)]);
    expect(await coming).toMatchObject([{ id: '3', data: { fact: { seq: 3 } } }]);
    leaving.abort();
    await stream.next().catch(() => undefined);

    const again = new AbortController();
    const resumed = streamOf(release, { 'Last-Event-ID': '2' }, again.signal);
    expect(await take(resumed, 1)).toMatchObject([{ id: '3' }]);
    again.abort();
    await resumed.next().catch(() => undefined);
  });

  test('ends when the token does', async () => {
    const release = await recordedRelease(1);
    const verify = createVerifyToken(stage.devIssuer);
    const verifyToken = async (token: string) => ({
      ...(await verify(token)),
      expiresAt: new Date(Date.now() + 300),
    });
    const { devIssuer } = stage;
    const app = stage.appWith({ auth: { devIssuer, verifyToken, roleGroups: testRoleGroups } });
    const short = await listenOnLoopback(app);
    const never = new AbortController();
    const headers = { authorization: `Bearer ${nora.token}` };
    const url = `${short.address}/v1/releases/${release}/events`;
    const events = await take(readStream(url, headers, never.signal), 100);
    expect(events).toHaveLength(1);
    await short.close();
  });
});

test('a server that ends asks its readers to connect again, and ends their streams', async () => {
  const release = await recordedRelease(1);
  const closing = new AbortController();
  const never = new AbortController().signal;
  const app = stage.appWith({ stopping: { told: never, closing: closing.signal } });
  const ending = await listenOnLoopback(app);
  const response = await fetch(`${ending.address}/v1/releases/${release}/events`, {
    headers: { authorization: `Bearer ${nora.token}`, accept: 'text/event-stream' },
  });
  setTimeout(() => closing.abort(), 300);
  const text = await response.text();
  await ending.close();
  expect(text).toContain('id:1\n');
  expect(text).toMatch(/retry: 1000\n: This server ends\. [^\n]+\n\n$/);
});

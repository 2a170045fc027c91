import { setTimeout as sleep } from 'node:timers/promises';
import { accountOf, differences } from '../faults/account.ts';
import { bringThere } from '../faults/disturb.ts';
import { type FaultStage, openFaultStage } from '../faults/fault-stage.ts';
import { beginHeld, type HeldRelease } from '../faults/held-release.ts';
import { closeRelease } from '../faults/release-ends.ts';
import { environmentsFor, runUndisturbed, type Undisturbed } from '../faults/round.ts';
import { points, type Scene, sceneOf } from '../faults/scene.ts';
import { healthOf } from '../support/grown-up/health-of.ts';
import type { ProcessHandle } from '../support/grown-up/process-handle.ts';
import { eventually } from '../support/journey/eventually.ts';
import {
  type OtlpReceiver,
  type ReceivedSpan,
  startOtlpReceiver,
} from '../support/telemetry/otlp-receiver.ts';

let receiver: OtlpReceiver;
let stage: FaultStage;
let undisturbed: Undisturbed;

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  stage = await openFaultStage({
    environments: environmentsFor(1),
    variables: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint },
  });
  undisturbed = await runUndisturbed(stage);
}, 240_000);

afterAll(async () => {
  await stage?.close();
  await receiver?.close();
}, 60_000);

const statusAt = async (url: string) =>
  (await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => null))?.status ?? 'away';
const workerOf = (place: number): ProcessHandle => {
  const worker = stage.grownUp.workers[place];
  if (worker === undefined) throw new Error(`There is no worker ${place + 1}.`);
  return worker;
};

describe('what docker-compose.yml starts', () => {
  test('brings releases to their end', () => {
    expect(Object.values(undisturbed).flatMap(({ problems }) => problems)).toEqual([]);
    expect(undisturbed.plain.effects).toHaveLength(2);
    expect(undisturbed.failing.effects).toHaveLength(4);
  });

  test('knows no development tokens, and nobody without a token', async () => {
    const { origin } = stage.grownUp;
    const body = JSON.stringify({ person: 'rita' });
    const headers = { 'content-type': 'application/json' };
    const asked = await fetch(`${origin}/v1/dev/tokens`, { method: 'POST', headers, body });
    expect([asked.status, await statusAt(`${origin}/v1/releases`)]).toEqual([404, 401]);
  });
});

describe('one trace', () => {
  test('leads from the request over start and run to every step, in both processes', async () => {
    const release = 'undisturbed-plain';
    const rita = await stage.grownUp.person('rita');
    await rita.get(`/v1/releases/${release}`);
    const started = await spanNamed('StartWorkflow:releaseWorkflow', release);
    const trace = () => receiver.spans.filter(({ traceId }) => traceId === started.traceId);
    const deployed = await spanNamed('RunActivity:deployComponent', release);
    expect(deployed.traceId).toBe(started.traceId);
    const services = [...new Set(trace().map(({ service }) => service))].toSorted();
    expect(services).toEqual(['tidegate-api', 'tidegate-worker']);
    const itsOwn = trace().filter(
      ({ attributes }) => attributes.temporalWorkflowId === `release-${release}`,
    );
    expect(itsOwn.length).toBeGreaterThan(10);
    const unnamed = itsOwn.filter(({ attributes }) => attributes['tidegate.release'] !== release);
    expect(unnamed.map(({ name }) => name)).toEqual([]);
    expect(ancestorsOf(deployed, trace())).toEqual(
      expect.arrayContaining([
        'RunWorkflow:releaseWorkflow',
        'StartWorkflow:releaseWorkflow',
        'POST /v1/releases',
      ]),
    );
  });

  test('is the one that a caller names, and that a problem and its log line name', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
    const answer = await fetch(`${stage.grownUp.origin}/v1/releases/spring`, { headers });
    await expect(answer.json()).resolves.toMatchObject({ status: 401, traceId });
    const lineOf = async () =>
      stage.grownUp.api
        .log()
        .split('\n')
        .find((line) => line.includes(traceId)) ?? null;
    // What it writes comes here through a pipe.
    expect(await eventually('the line of the log', lineOf)).toContain('"release":"spring"');
  });

  const spanNamed = (name: string, release: string): Promise<ReceivedSpan> =>
    eventually(
      `a span ${name} of ${release} is exported`,
      async () =>
        receiver.spans.find(
          (span) => span.name === name && span.attributes['tidegate.release'] === release,
        ) ?? null,
    );

  function ancestorsOf(span: ReceivedSpan, spans: readonly ReceivedSpan[]): readonly string[] {
    const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
    return parent === undefined ? [] : [parent.name, ...ancestorsOf(parent, spans)];
  }
});

describe('/metrics', () => {
  const read = async (origin: string) => (await fetch(`${origin}/metrics`)).text();

  test('of the API counts releases, waits and statements', async () => {
    const text = await read(stage.grownUp.origin);
    expect(text).toMatch(/^tidegate_releases\{state="released"\} 2$/m);
    // On a busy machine the answer may come before the release has spoken.
    expect(text).toMatch(
      /^tidegate_statements_total\{kind="decision",outcome="(accepted|awaited)",code=""\} 1$/m,
    );
    expect(text).toMatch(
      /^tidegate_http_request_seconds_count\{.*route="\/v1\/releases".*\} \d+$/m,
    );
  });

  test('of workers tells of steps, the ledger and what Temporal’s SDK measures', async () => {
    const texts = await Promise.all(stage.grownUp.workers.map((worker) => read(healthOf(worker))));
    const text = texts.join('\n');
    expect(text).toMatch(
      /^tidegate_step_seconds_count\{step="deployComponent",acts="true",outcome="done"\} \d+$/m,
    );
    expect(text).toMatch(
      /^tidegate_ledger_append_seconds_count\{operation="step",outcome="done"\} \d+$/m,
    );
    expect(text).toMatch(/^tidegate_outbox_lag_seconds_count \d+$/m);
    expect(text).toMatch(/^temporal_workflow_completed_total\{/m);
    expect(text).not.toContain('undisturbed-plain');
  });
});

describe('workers that are replaced one after the other under releases at every point', () => {
  let held: readonly HeldRelease<Scene>[] = [];
  let version: string;
  const ends: string[] = [];

  beforeAll(async () => {
    version = stage.nextVersion();
    const scenes = points.map((point) =>
      sceneOf({ point, victim: 'worker', seed: 7, environment: `${point}-1` }),
    );
    held = await Promise.all(scenes.map((scene) => beginHeld(stage, scene, version)));
    await bringThere(held);
    for (const place of [0, 1]) {
      const worker = workerOf(place);
      const health = healthOf(worker);
      const ended = worker.kill('SIGTERM');
      ends.push(...(await statusesUntilEnd(health, ended)));
      await worker.restart();
      await Promise.all(held.slice(place * 4, place * 4 + 4).map((each) => each.goOn()));
    }
  }, 420_000);

  test('say that they are not ready and live on until their steps have ended or been told', () => {
    expect(ends).toContain('readyz 503, livez 200');
    expect(stage.grownUp.workers.map((worker) => worker.log())).toEqual([
      expect.stringContaining('The worker has stopped.'),
      expect.stringContaining('The worker has stopped.'),
    ]);
  });

  test.each(points)('%s, lose nothing and do nothing twice', async (point) => {
    const scene = held.find((each) => each.scene.point === point)?.scene;
    if (scene === undefined) throw new Error(`No release was held ${point}.`);
    await closeRelease(stage, scene.release);
    const account = await accountOf(stage, { ...scene, version });
    expect(differences(account, undisturbed[scene.shape])).toEqual([]);
  });

  /** What its health says while it ends. */
  async function statusesUntilEnd(health: string, ended: Promise<void>): Promise<string[]> {
    const seen = new Set<string>();
    const over = ended.then(() => true);
    while (!(await Promise.race([over, sleep(200, false)]))) {
      const [ready, live] = await Promise.all(
        ['readyz', 'livez'].map((page) => statusAt(`${health}/${page}`)),
      );
      seen.add(`readyz ${ready}, livez ${live}`);
    }
    return [...seen];
  }
});

test('an API that is replaced is not ready, and asks its readers to connect again', async () => {
  const { api, origin } = stage.grownUp;
  const rita = await stage.grownUp.person('rita');
  const stream = await fetch(`${origin}/v1/releases/undisturbed-plain/events`, {
    headers: { authorization: `Bearer ${rita.token}`, accept: 'text/event-stream' },
  });
  const ended = api.kill('SIGTERM');
  await sleep(500);
  expect([await statusAt(`${origin}/readyz`), await statusAt(`${origin}/livez`)]).toEqual([
    503, 200,
  ]);
  expect(await stream.text()).toMatch(/retry: 1000\n: This server ends\. [^\n]+\n\n$/);
  await ended;
  expect(api.log()).toContain('The API has stopped.');
  await api.restart();
  expect(await statusAt(`${origin}/readyz`)).toBe(200);
});

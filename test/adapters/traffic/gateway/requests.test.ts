import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { quietStep } from '../../../support/deployers/step-context.ts';
import { digestOf, share } from '../../../support/traffic/backends.ts';
import { askVersions, givenGateway, PLACE } from '../../../support/traffic/given-gateway.ts';

describe('counting requests', () => {
  test('counts for each version what its users saw', () =>
    givenGateway(async ({ root, old, fresh, divide, traffic }) => {
      const origin = await divide('a', share(50, old), share(50, fresh));
      const paths = ['/', '/', '/fails', '/', '/', '/fails', '/slow', '/fails'];
      const seen = new Map<string, { requests: number; failures: number }>();
      for (const path of paths) {
        const answer = await fetch(origin + path);
        const version = await answer.text();
        const { requests, failures } = seen.get(version) ?? { requests: 0, failures: 0 };
        const failed = answer.status >= 500 ? 1 : 0;
        seen.set(version, { requests: requests + 1, failures: failures + failed });
      }

      const counters = await traffic.counters(PLACE);
      for (const version of ['1.0.0', '2.0.0']) {
        const counted = counters.find(({ digest }) => digest === digestOf(version));
        expect(counted).toMatchObject(seen.get(version) ?? {});
        expect(counted?.latencyBuckets.at(-1)).toEqual({ leMs: null, count: 4 });
      }
      const slow = counters.flatMap(({ latencyBuckets }) =>
        latencyBuckets.filter(({ leMs }) => leMs === 500).map(({ count }) => count),
      );
      expect(slow).toEqual(expect.arrayContaining([3, 4]));
      const metrics = await scrape(root);
      expect(metrics).toContain(
        'tidegate_gateway_failures_total{environment="production",component="web",' +
          `digest="${digestOf('1.0.0')}",version="1.0.0"} ${seen.get('1.0.0')?.failures}`,
      );
      expect(metrics).toMatch(
        /request_duration_seconds_bucket\{[^}]*version="2.0.0",le="\+Inf"\} 4/,
      );
      expect(metrics).toMatch(/share_percent\{[^}]*version="2.0.0"\} 50/);
    }));
});

describe('requests that fail', () => {
  test('answers 502 for an instance that refuses connections, and counts it as its failure', () =>
    givenGateway(async ({ old, fresh, divide, traffic }) => {
      const origin = await divide('a', share(50, old), share(50, fresh));
      await fresh.kill();
      const statuses: number[] = [];
      for (let time = 0; time < 10; time += 1) statuses.push((await fetch(origin)).status);

      expect(statuses.filter((status) => status === 502)).toHaveLength(5);
      expect(statuses.filter((status) => status === 200)).toHaveLength(5);
      const counters = await traffic.counters(PLACE);
      const dead = counters.find(({ digest }) => digest === digestOf('2.0.0'));
      expect(dead).toMatchObject({ requests: 5, failures: 5 });
    }));

  test('counts clients that give up and answers that break off as failures', () =>
    givenGateway(async ({ old, divide, traffic }) => {
      const origin = await divide('a', share(100, old));
      await expect(fetch(`${origin}/slow`, { signal: AbortSignal.timeout(200) })).rejects.toThrow();
      const broken = await fetch(`${origin}/breaks`);
      await expect(broken.text()).rejects.toThrow();
      expect((await fetch(origin)).status).toBe(200);

      await expect(traffic.counters(PLACE)).resolves.toMatchObject([{ requests: 3, failures: 2 }]);
    }));
});

describe('instances of a version', () => {
  test('gives an unwell instance nothing while another of its version is well', () =>
    givenGateway(async ({ old, divide, order, traffic, addBackend }) => {
      const second = await addBackend('1.0.0');
      const origin = await divide('a', share(100, old, second));
      await askVersions(origin, 10);
      expect((await second.seen()).requests).toBe(5);

      await traffic.shift(
        { ...order('b', [share(100, old, second)]), healthPath: '/healthz' },
        quietStep(),
      );
      await fetch(`${second.address}/sicken`);
      await sleep(3_500);
      const before = (await second.seen()).requests;
      const answers = await askVersions(origin, 10);

      expect(answers).toHaveLength(10);
      expect((await second.seen()).requests).toBe(before);
    }));

  test('passes over a dead instance at once while another of its version lives', () =>
    givenGateway(async ({ old, divide, addBackend }) => {
      const second = await addBackend('1.0.0');
      const origin = await divide('a', share(100, old, second));
      await second.kill();
      const statuses: number[] = [];
      for (let time = 0; time < 20; time += 1) statuses.push((await fetch(origin)).status);

      expect(statuses.filter((status) => status !== 200).length).toBeLessThanOrEqual(1);
    }));
});

describe('headers', () => {
  test('keeps headers that speak about one connection to that connection', () =>
    givenGateway(async ({ old, divide }) => {
      const origin = await divide('a', share(100, old));
      const answer = await send(`${origin}/echo`, {
        method: 'POST',
        body: 'a body of some length',
        headers: {
          connection: 'keep-alive, x-private',
          'x-private': '1',
          te: 'trailers',
          'proxy-authorization': 'Basic secret',
          'x-public': '2',
        },
      });
      const { headers } = await old.seen();

      expect(answer.body).toBe('a body of some length');
      expect(answer.headers['keep-alive'] ?? '').not.toContain('secret');
      expect(headers).toMatchObject({ 'x-public': '2', 'x-forwarded-proto': 'http' });
      for (const name of ['x-private', 'te', 'proxy-authorization']) {
        expect(headers).not.toHaveProperty(name);
      }
    }));
});

async function scrape(root: string): Promise<string> {
  const contact = JSON.parse(await readFile(join(root, 'gateway.json'), 'utf8')) as {
    adminPort: number;
  };
  const token = await readFile(join(root, 'admin-token'), 'utf8');
  const answer = await fetch(`http://127.0.0.1:${contact.adminPort}/metrics`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return answer.text();
}

/** A request with headers that `fetch` does not let one set. */
function send(
  url: string,
  { method, body, headers }: { method: string; body: string; headers: Record<string, string> },
): Promise<{ body: string; headers: NodeJS.Dict<string | string[]> }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (answer) => {
      let received = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        received += chunk;
      });
      answer.on('end', () => resolve({ body: received, headers: answer.headers }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

import { share } from '../../../support/traffic/backends.ts';
import { crashGateway } from '../../../support/traffic/crash-gateway.ts';
import { askVersions, givenGateway, PLACE } from '../../../support/traffic/given-gateway.ts';
import { loadUntil } from '../../../support/traffic/load-until.ts';

describe('the division of a route', () => {
  test('gives a version of 10 % exactly 20 of 200 requests, evenly spread', () =>
    givenGateway(async ({ old, fresh, divide }) => {
      const origin = await divide('a', share(90, old), share(10, fresh));
      const answers = await askVersions(origin, 200);

      expect((await fresh.seen()).requests).toBe(20);
      expect((await old.seen()).requests).toBe(180);
      for (let start = 0; start < 200; start += 10) {
        const tenth = answers.slice(start, start + 10);
        expect(tenth.filter((version) => version === '2.0.0')).toHaveLength(1);
      }
    }));

  test('lets no request fail during 20 shifts under load', () =>
    givenGateway(async ({ old, fresh, divide, traffic }) => {
      const origin = await divide('0', share(100, old));
      const loading = new AbortController();
      const clients = Promise.all([1, 2, 3, 4].map(() => loadUntil(loading.signal, origin)));
      for (let shift = 1; shift <= 20; shift += 1) {
        const [from, to] = shift % 2 === 1 ? [old, fresh] : [fresh, old];
        await divide(`${shift}/half`, share(50, from), share(50, to));
        await divide(`${shift}/whole`, share(100, to));
      }
      loading.abort();
      const statuses = (await clients).flat();

      expect(statuses.filter((status) => status !== 200)).toEqual([]);
      expect(statuses.length).toBeGreaterThan(200);
      const counted = await traffic.counters(PLACE);
      const sum = counted.reduce((total, { requests }) => total + requests, 0);
      expect(sum).toBe(statuses.length);
    }));
});

describe('a route', () => {
  test('keeps the port and the division over a crash, and everything that was ever read', () =>
    givenGateway(async ({ root, old, fresh, divide, traffic }) => {
      const origin = await divide('a', share(50, old), share(50, fresh));
      await askVersions(origin, 10);
      const before = {
        counters: await traffic.counters(PLACE),
        state: await traffic.observe(PLACE),
      };
      await crashGateway(root);
      const answers = await askVersions(origin, 10);

      expect(answers.filter((version) => version === '2.0.0')).toHaveLength(5);
      expect(await traffic.observe(PLACE)).toEqual(before.state);
      const after = await traffic.counters(PLACE);
      for (const [index, { requests }] of before.counters.entries()) {
        expect(requests).toBe(5);
        expect(after[index]?.requests).toBe(10);
      }
    }));
});

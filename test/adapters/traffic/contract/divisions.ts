import { setTimeout as sleep } from 'node:timers/promises';
import { quietStep } from '../../../support/deployers/step-context.ts';
import { digestOf, share } from '../../../support/traffic/backends.ts';
import { askVersions } from '../../../support/traffic/given-gateway.ts';
import type { GivenRoute } from '../../../support/traffic/given-subject.ts';
import { loadUntil } from '../../../support/traffic/load-until.ts';

const SHIFTS_UNDER_LOAD = 20;
const MOST_LOOKS = 100;

export function describeDivisions(given: () => GivenRoute): void {
  test('says what would change before it changes anything', async () => {
    const { subject, old, fresh, order, divide, place } = given();
    const origin = await divide('a', share(100, old));
    const shares = [share(90, old), share(10, fresh)];
    const preview = await subject.traffic.preview(order('b', shares));

    expect(preview).toMatchObject({ changes: true, from: [share(100, old)], to: shares });
    expect(preview.summary).toContain('from 1.0.0 100 % to 1.0.0 90 %, 2.0.0 10 %');
    expect((await subject.traffic.observe(place)).shares).toEqual([share(100, old)]);
    expect(await askVersions(origin, 2)).toEqual(['1.0.0', '1.0.0']);
    const same = await subject.traffic.preview(order('b', [share(100, old)]));
    expect(same.changes).toBe(false);
  });

  test('gives a version of 10 % about one request in ten, and counts them', async () => {
    const { subject, old, fresh, divide, place } = given();
    const origin = await divide('a', share(90, old), share(10, fresh));
    const answers = await askVersions(origin, 200);
    const met = answers.filter((version) => version === '2.0.0').length;

    // Five standard deviations of a fair draw: one failure in more than a million runs.
    expect(Math.abs(met - 20)).toBeLessThan(5 * Math.sqrt(200 * 0.1 * 0.9));
    const counters = await subject.traffic.counters(place);
    const counted = counters.find(({ digest }) => digest === digestOf('2.0.0'));
    expect(counted).toMatchObject({ requests: met, failures: 0 });
    expect(counted?.latencyBuckets.at(-1)).toEqual({ leMs: null, count: met });
  });

  test('counts what fails, breaks off and is given up against the version', async () => {
    const { subject, old, divide, place } = given();
    const origin = await divide('a', share(100, old));
    expect((await fetch(`${origin}/fails`)).status).toBe(500);
    await expect(fetch(`${origin}/breaks`).then((answer) => answer.text())).rejects.toThrow();
    await expect(fetch(`${origin}/slow`, { signal: AbortSignal.timeout(200) })).rejects.toThrow();
    expect((await fetch(origin)).status).toBe(200);
    await sleep(100);

    const [counted] = await subject.traffic.counters(place);
    expect(counted).toMatchObject({ requests: 4, failures: 3 });
  });
}

export function describeMoves(given: () => GivenRoute): void {
  test('closes a route without shares and opens it again at the same address', async () => {
    const { subject, old, divide, place } = given();
    expect(await subject.traffic.observe(place)).toMatchObject({ origin: null, shares: [] });
    const origin = await divide('a', share(100, old));
    await divide('b');
    const closed = await fetch(origin);

    expect(closed.status).toBe(503);
    expect(await closed.json()).toMatchObject({ about: `production/${place.component}` });
    expect(await divide('c', share(100, old))).toBe(origin);
    expect(await askVersions(origin, 1)).toEqual(['1.0.0']);
  });

  test.each([
    ['a version that loses its users', '2.0.0'],
    ['an instance that its version goes on without', '1.0.0'],
  ])('waits for open requests of %s', async (_what, version) => {
    const { subject, old, fresh, divide, order, place, addBackend } = given();
    const next = version === '2.0.0' ? fresh : await addBackend(version);
    const origin = await divide('a', share(100, old));
    const open = fetch(`${origin}/slower`).then((answer) => answer.text());
    await sleep(200);
    const shifting = subject.traffic.shift(order('b', [share(100, next)]), quietStep());
    const ended = shifting.then(() => 'ended');
    const seen = async () => (await subject.traffic.observe(place)).draining;
    let draining = await seen();
    for (let look = 0; draining.length === 0 && look < MOST_LOOKS; look += 1) {
      await sleep(20);
      draining = await seen();
    }

    expect(draining.map(({ digest }) => digest)).toEqual([digestOf('1.0.0')]);
    expect(await askVersions(origin, 2)).toEqual([version, version]);
    expect(await Promise.race([ended, sleep(0, 'still waits')])).toBe('still waits');
    expect((await shifting).draining).toEqual([]);
    expect(await open).toBe('1.0.0');
  });

  test('lets no request fail while users are moved to and fro', async () => {
    const { old, fresh, divide } = given();
    const origin = await divide('0', share(100, old));
    const loading = new AbortController();
    const clients = Promise.all([1, 2, 3, 4].map(() => loadUntil(loading.signal, origin)));
    for (let shift = 1; shift <= SHIFTS_UNDER_LOAD; shift += 1) {
      await divide(`${shift}`, share(100, shift % 2 === 1 ? fresh : old));
    }
    loading.abort();
    const statuses = (await clients).flat();

    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    expect(statuses.length).toBeGreaterThan(50);
  }, 120_000);

  test('serves users although one target of a version is dead', async () => {
    const { old, divide, addBackend } = given();
    const second = await addBackend('1.0.0');
    const origin = await divide('a', share(100, old, second));
    await second.kill();
    await fetch(origin);

    expect(await askVersions(origin, 10)).toEqual(Array.from({ length: 10 }, () => '1.0.0'));
  });
}

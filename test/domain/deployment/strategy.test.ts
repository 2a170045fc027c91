import fc from 'fast-check';
import type { Deployed } from '../../../domain/deployment/deployment.ts';
import { previewTraffic } from '../../../domain/deployment/preview-traffic.ts';
import { whyNotSwitched } from '../../../domain/deployment/strategy.ts';

const target = (number: number) => ({ id: `${number}`, address: `http://127.0.0.1:${number}` });
const ordered = 'sha256:new';

describe('users are switched to a set', () => {
  test('only when it is the ordered one, has targets, and each of them says so', () => {
    const sets = fc.record({
      digest: fc.constantFrom(ordered, 'sha256:old'),
      well: fc.nat(20),
      stale: fc.nat(5),
    });
    const check = fc.property(sets, ({ digest, well, stale }) => {
      const unready = Array.from({ length: stale }, (_, at) => ({ id: `stale-${at}`, reason: '' }));
      const standing: Deployed = {
        digest,
        version: '2.0.0',
        instances: Array.from({ length: well }, (_, at) => target(at)),
        ...(stale === 0 ? {} : { unready }),
      };
      const why = whyNotSwitched('web', ordered, standing);
      expect(why === null).toBe(digest === ordered && well > 0 && stale === 0);
      if (digest === ordered) for (const { id } of unready) expect(why).toContain(id);
    });
    fc.assert(check);
  });

  test('never when nothing stands', () => {
    expect(whyNotSwitched('web', ordered, null)).toContain('nothing');
  });
});

describe('a preview of a division', () => {
  const place = { environment: 'production', component: 'web' };
  const share = (digest: string, weightPercent: number, ...addresses: readonly string[]) => ({
    digest,
    version: digest,
    addresses,
    weightPercent,
  });

  test('says nothing of the order in which shares and addresses stand', () => {
    const from = [share('a', 60, 'x', 'y'), share('b', 40, 'z')];
    const to = [share('b', 40, 'z'), share('a', 60, 'y', 'x')];
    expect(previewTraffic(place, from, to)).toMatchObject({ changes: false });
  });

  test('says what becomes of users, and of addresses that move', () => {
    const { summary, changes } = previewTraffic(place, [], [share('a', 100, 'x')]);
    expect([changes, summary]).toEqual([
      true,
      'web in production: users move from nothing to a 100 %.',
    ]);
    const moved = previewTraffic(place, [share('a', 100, 'x')], [share('a', 100, 'y')]);
    expect(moved.changes).toBe(true);
  });
});

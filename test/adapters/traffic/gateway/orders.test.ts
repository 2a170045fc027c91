import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGatewayTraffic } from '../../../../adapters/traffic/gateway/client.ts';
import { startGateway } from '../../../../adapters/traffic/gateway/start.ts';
import { stopGateway } from '../../../../adapters/traffic/gateway/stop.ts';
import { processesWith } from '../../../support/deployers/process-environments.ts';
import { quietStep } from '../../../support/deployers/step-context.ts';
import { share } from '../../../support/traffic/backends.ts';
import { gatewayPid } from '../../../support/traffic/crash-gateway.ts';
import { askVersions, givenGateway, PLACE } from '../../../support/traffic/given-gateway.ts';

describe('orders to the gateway', () => {
  test('refuses another division under the same key, but takes new addresses', () =>
    givenGateway(async ({ old, fresh, order, traffic, addBackend }) => {
      await traffic.shift(order('a', [share(100, old)]), quietStep());
      const other = traffic.shift(order('a', [share(100, fresh)]), quietStep());
      await expect(other).rejects.toMatchObject({ code: 'traffic/key-reused' });

      const moved = await addBackend('1.0.0');
      const { origin } = await traffic.shift(order('a', [share(100, moved)]), quietStep());
      await askVersions(origin ?? '', 3);
      expect((await moved.seen()).requests).toBe(3);
    }));

  test('refuses shares that do not add up, name a digest twice, or reach nobody', () =>
    givenGateway(async ({ old, fresh, order, traffic }) => {
      const code = async (...shares: Parameters<typeof order>[1]) =>
        traffic.shift(order('a', shares), quietStep()).catch((error: unknown) => error);

      expect(await code(share(60, old), share(30, fresh))).toMatchObject({
        code: 'traffic/bad-division',
        message: expect.stringContaining('90'),
      });
      expect(await code(share(50, old), share(50, old))).toMatchObject({
        code: 'traffic/bad-division',
      });
      expect(await code(share(50, old), { ...share(50, fresh), addresses: [] })).toMatchObject({
        kind: 'needs-person',
        code: 'traffic/no-addresses',
      });
      expect(await traffic.observe(PLACE)).toMatchObject({ origin: null });
    }));
});

describe('the process of the gateway', () => {
  test('takes orders only from those who can read its token', () =>
    givenGateway(async ({ root, old, divide }) => {
      await divide('a', share(100, old));
      const contact = JSON.parse(await readFile(join(root, 'gateway.json'), 'utf8')) as {
        adminPort: number;
      };
      const admin = `http://127.0.0.1:${contact.adminPort}`;
      const ask = (path: string, token?: string) =>
        fetch(`${admin}${path}`, token === undefined ? {} : { headers: { authorization: token } });

      expect((await stat(join(root, 'admin-token'))).mode & 0o777).toBe(0o600);
      expect((await ask('/livez')).status).toBe(200);
      expect((await ask('/metrics')).status).toBe(401);
      expect((await ask('/routes/production/web', 'Bearer wrong')).status).toBe(401);
    }));

  test('starts one gateway, however many ask for it at once', () =>
    givenGateway(async ({ root }) => {
      const pid = gatewayPid(root);
      await Promise.all([startGateway({ root }), startGateway({ root })]);
      expect(gatewayPid(root)).toBe(pid);

      await stopGateway({ root });
      await Promise.all([1, 2, 3].map(() => startGateway({ root })));
      expect(gatewayPid(root)).not.toBe(pid);
      // Those that came too late end by themselves.
      await sleep(2_000);
      expect(processesWith('TIDEGATE_GATEWAY', root)).toMatchObject([{ pid: gatewayPid(root) }]);
    }));

  test('is an error when it does not run, and never an empty answer', () =>
    givenGateway(async ({ root, old, divide }) => {
      await divide('a', share(100, old));
      await stopGateway({ root });
      const traffic = createGatewayTraffic({ root });

      for (const asked of [traffic.counters(PLACE), traffic.observe(PLACE)]) {
        await expect(asked).rejects.toMatchObject({
          kind: 'retry',
          code: 'traffic/gateway-unreachable',
        });
      }
    }));
});

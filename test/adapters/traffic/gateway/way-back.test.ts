import type { Deployed } from '../../../../domain/deployment/deployment.ts';
import { givenFirstServes, SECOND } from '../../../support/deployers/given.ts';
import { createLocalProcessSubject } from '../../../support/deployers/local-process-subject.ts';
import { quietStep } from '../../../support/deployers/step-context.ts';
import { type GatewaySetting, givenGateway } from '../../../support/traffic/given-gateway.ts';
import { loadUntil } from '../../../support/traffic/load-until.ts';

test('lets no request fail while a version comes, settles and is taken back', () =>
  givenGateway((gateway) =>
    givenFirstServes(createLocalProcessSubject, async ({ deployer, order, standing }) => {
      const second = order(SECOND);
      const { current } = await deployer.observe(second, second.settings, quietStep());
      const origin = await giveAllTo(gateway, 'first', current);
      const loading = new AbortController();
      const clients = Promise.all([1, 2, 3].map(() => loadUntil(loading.signal, origin)));

      const { candidate } = await deployer.apply(second, quietStep());
      await giveAllTo(gateway, 'second', candidate);
      await deployer.settle(second, quietStep());
      expect(await standing()).toEqual(['2.0.0']);
      await giveAllTo(gateway, 'back', await deployer.prepareUndo(second, quietStep()));
      await deployer.undo(second, quietStep());
      expect(await standing()).toEqual(['1.0.0']);

      loading.abort();
      const statuses = (await clients).flat();
      expect(statuses.filter((status) => status !== 200)).toEqual([]);
      expect(statuses.length).toBeGreaterThan(100);
    }),
  ));

function giveAllTo(gateway: GatewaySetting, key: string, version: Deployed | null) {
  if (version === null) throw new Error('Nothing stands there that could get users.');
  const { digest, version: name, instances } = version;
  const addresses = instances.map(({ address }) => address ?? '');
  return gateway.divide(key, { digest, version: name, addresses, weightPercent: 100 });
}

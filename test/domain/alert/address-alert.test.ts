import { addressAlert } from '../../../domain/alert/address-alert.ts';
import { aService } from '../../support/builders/plan.ts';

const environments = ['staging', 'production'].map((name) => {
  return { name, promotesFrom: null, soakMs: 0 };
});
const catalog = { environments, services: [aService('web')] };

test.each([
  [
    { environment: 'production', service: 'web' },
    {},
    { environment: 'production', service: 'web' },
  ],
  [{ environment: 'production' }, {}, { environment: 'production', service: null }],
  [
    { env: 'prod', job: 'web-v2' },
    {
      environmentLabel: 'env',
      serviceLabel: 'job',
      environments: { prod: 'production' },
      services: { 'web-v2': 'web' },
    },
    { environment: 'production', service: 'web' },
  ],
  [{ service: 'web' }, {}, { reason: expect.stringContaining('no label `environment`') }],
  [{ environment: 'prod' }, {}, { reason: expect.stringContaining('no environment `prod`') }],
  [
    { environment: 'production', service: 'wep' },
    {},
    { remedy: expect.stringContaining('Did you mean `web`?') },
  ],
])('labels %j are addressed as the catalog says', (labels, alerts, address) => {
  expect(addressAlert(labels, { ...catalog, alerts })).toMatchObject(address);
});

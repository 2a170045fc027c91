import { z } from 'zod';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';

const service = z
  .object({
    name: z.string(),
    owner: z.string(),
    description: z.string(),
    dependsOn: z.array(z.string()).readonly(),
    environments: z.array(z.string()).describe('Where it can be released to.'),
  })
  .meta({ id: 'Service' });

export const listServices = defineEndpoint({
  summary: 'List the services of the catalog',
  params: nothing,
  query: nothing,
  body: noBody,
  answers: { 200: z.object({ services: z.array(service) }).meta({ id: 'Services' }) },
  async handle(_input, { records }) {
    const applied = await records.catalog();
    const services = (applied?.catalog.services ?? []).map(
      ({ name, owner, description, dependsOn, deployments }) => ({
        name,
        owner,
        description,
        dependsOn,
        environments: Object.keys(deployments),
      }),
    );
    return { status: 200, body: { services } };
  },
});

import { z } from 'zod';
import type { Catalog } from '../../domain/plan/catalog.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { Problem } from '../problem.ts';

const catalog = z.custom<Catalog>().meta({
  id: 'Catalog',
  type: 'object',
  required: ['people', 'groups', 'environments', 'services'],
  properties: {
    people: { type: 'array', items: { type: 'object' } },
    groups: { type: 'array', items: { type: 'object' } },
    environments: { type: 'array', items: { type: 'object' } },
    services: { type: 'array', items: { type: 'object' } },
  },
});

export const readCatalog = defineEndpoint({
  summary: 'Read the catalog that is applied, and what else is',
  params: nothing,
  query: nothing,
  body: noBody,
  answers: {
    200: z
      .object({
        catalog,
        digest: z.string(),
        policies: z.array(z.string()),
        calendars: z.array(z.string()),
        portfolios: z.array(z.string()),
      })
      .meta({ id: 'AppliedCatalog' }),
  },
  async handle(_input, { records }) {
    const [applied, policies, calendars, portfolios] = await Promise.all([
      records.catalog(),
      records.policies(),
      records.calendars(),
      records.portfolios(),
    ]);
    if (applied === null) throw new Problem('no-catalog', { detail: 'There is no catalog yet.' });
    const names = (documents: readonly { readonly name: string }[]) =>
      documents.map(({ name }) => name);
    return {
      status: 200,
      body: {
        ...applied,
        policies: names(policies),
        calendars: names(calendars),
        portfolios: names(portfolios),
      },
    };
  },
});

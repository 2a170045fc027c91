import { z } from 'zod';
import type { Catalog } from '../domain/plan/catalog.ts';
import { accessResource } from './access.ts';
import { alertLabels } from './alerts.ts';
import { documentOf } from './document.ts';
import { duration } from './field/duration.ts';
import { name, sentence } from './field/name.ts';
import { service } from './service.ts';

const address = z.email({ error: 'A mail address such as `rita@example.com`.' });

const person = z.strictObject({
  id: name.describe('Handle by which other files name the person.'),
  name: sentence.describe('The name of the person.'),
  email: address.describe('Authors of changes are recognised by it.'),
  aliases: z
    .array(address)
    .max(50)
    .optional()
    .describe('Other addresses under which the person commits. By default none.'),
});

const bot = z.strictObject({
  name: name.describe('What people call the program.'),
  email: address.describe('The address under which it commits.'),
});

const group = z.strictObject({
  id: name.describe('Handle by which other files name the group.'),
  title: sentence.optional().describe('What people read. By default the handle.'),
  members: z.array(name).max(1000).describe('Handles of people.'),
  capacity: z
    .int()
    .min(1)
    .max(1000)
    .exactOptional()
    .describe('Releases of its services that it carries out at once. By default nobody counts.'),
});

const environment = z.strictObject({
  name,
  promotesFrom: name
    .nullable()
    .default(null)
    .describe('The environment that a release passes first. By default none: it is the first.'),
  soak: duration
    .prefault('0s')
    .describe('How long a release has stood in `promotesFrom` before. By default `0s`.'),
  region: name
    .exactOptional()
    .describe('Where it stands; calendars may speak of regions. By default none in particular.'),
  capacity: z
    .int()
    .min(1)
    .max(100)
    .exactOptional()
    .describe(
      'How many releases may hold it at once. Two that change the same service never do. ' +
        'By default 1.',
    ),
  access: z
    .array(accessResource)
    .min(1, 'Leave `access` out where nobody is let in.')
    .max(50)
    .exactOptional()
    .describe('What people may be let into for a time. By default nothing.'),
});

const catalogSpec = z.strictObject({
  people: z.array(person).max(10_000),
  groups: z.array(group).max(2000),
  environments: z.array(environment).min(1, 'A catalog has at least one environment.').max(100),
  services: z.array(service).max(2000),
  bots: z
    .array(bot)
    .max(500)
    .optional()
    .describe('Programs that commit, and keep nobody from deciding. By default none.'),
  alerts: alertLabels.exactOptional(),
});

/** `kind: Catalog`: what an organisation declares once and releases refer to. */
export const catalogDocument = documentOf('Catalog', catalogSpec).meta({
  title: 'Catalog',
  description: 'People, groups, environments and services.',
});

/** What the document means. */
export function toCatalog(document: z.output<typeof catalogDocument>): Catalog {
  const { people, groups, environments, services, bots, alerts } = document.spec;
  return {
    people,
    groups: groups.map(({ title, ...rest }) => ({ ...rest, title: title ?? rest.id })),
    environments: environments.map(({ soak, ...rest }) => ({ ...rest, soakMs: soak })),
    services,
    ...(bots === undefined ? {} : { bots }),
    ...(alerts === undefined ? {} : { alerts }),
  };
}

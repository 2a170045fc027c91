import { z } from 'zod';
import { instant } from '../../spec/field/instant.ts';
import { name } from '../../spec/field/name.ts';
import type { DelegationView } from '../views/delegation-view.ts';

export const delegationBody = z
  .strictObject({
    group: name.describe('A group that you are in yourself.'),
    to: name.describe('Handle of the person who decides in your place.'),
    startsAt: instant.nullable().default(null).describe('From now on, when left out.'),
    endsAt: instant.describe('When it ends. A delegation without an end does not exist.'),
  })
  .meta({ id: 'DelegationRequest' });

const named = z.object({
  subject: z.string().describe('Pseudonymous id of the person, as in the ledger.'),
  person: z.string().nullable().describe('Handle; null when nobody has that id any more.'),
});

export const delegationSchema: z.ZodType<DelegationView> = z
  .object({
    id: z.string(),
    group: z.string(),
    from: named,
    to: named,
    startsAt: z.string(),
    endsAt: z.string(),
    givenAt: z.string(),
    revokedAt: z.string().nullable(),
    inForce: z.boolean().describe('Whether it counts now, as long as its giver is in the group.'),
  })
  .meta({ id: 'Delegation', description: 'Somebody decides for a group in another’s place.' });

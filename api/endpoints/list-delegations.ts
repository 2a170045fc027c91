import { z } from 'zod';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { delegationSchema } from '../schemas/delegation.ts';
import { delegationView } from '../views/delegation-view.ts';

const query = z.strictObject({
  mine: z.stringbool().default(false).describe('Only those that you gave or received.'),
  ended: z.stringbool().default(false).describe('Also those that have ended or were revoked.'),
});

export const listDelegations = defineEndpoint({
  summary: 'List who decides in whose place',
  params: nothing,
  query,
  body: noBody,
  answers: {
    200: z
      .object({ delegations: z.array(delegationSchema).readonly() })
      .meta({ id: 'DelegationList' }),
  },
  async handle({ query: { mine, ended }, caller: { actor } }, { records, clock }) {
    const now = clock().toISOString();
    const listed = (await records.delegations())
      .filter(({ from, to }) => !mine || from === actor.subject || to === actor.subject)
      .filter(({ endsAt, revokedAt }) => ended || (revokedAt === null && endsAt > now))
      .toSorted((left, right) => (left.endsAt < right.endsAt ? -1 : 1));
    const delegations = await Promise.all(
      listed.map((delegation) => delegationView(delegation, now, records)),
    );
    return { status: 200, body: { delegations } };
  },
});

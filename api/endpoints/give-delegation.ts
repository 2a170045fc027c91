import { giveDelegation as give } from '../delegations/give.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { delegationBody, delegationSchema } from '../schemas/delegation.ts';
import { delegationView } from '../views/delegation-view.ts';

export const giveDelegation = defineEndpoint({
  summary: 'Let another person decide for a group in your place, until an end',
  description:
    'The delegate is excluded by what excludes them or you, counts as one person, and passes ' +
    'nothing on.',
  params: nothing,
  query: nothing,
  body: jsonBody(delegationBody),
  answers: { 201: delegationSchema },
  async handle({ body, caller: { actor } }, { records, clock }) {
    const now = clock();
    const given = await give(body, actor, now, records);
    return { status: 201, body: await delegationView(given, now.toISOString(), records) };
  },
});

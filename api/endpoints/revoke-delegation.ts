import { z } from 'zod';
import { name } from '../../spec/field/name.ts';
import { revokeDelegation as revoke } from '../delegations/revoke.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';

export const revokeDelegation = defineEndpoint({
  summary: 'Take a delegation back',
  description:
    'It counts no more for what is decided from now on, nor for deployments from now on that ' +
    'rely on a decision which was made by it.',
  params: z.strictObject({ delegation: name.describe('Id of the delegation.') }),
  query: nothing,
  body: noBody,
  answers: { 204: z.null() },
  async handle({ params: { delegation }, caller: { actor } }, { records, clock }) {
    await revoke(delegation, actor, clock(), records);
    return { status: 204, body: null };
  },
});

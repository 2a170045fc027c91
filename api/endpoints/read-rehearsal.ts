import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { readAccount } from '../rehearsals/read-account.ts';
import { rehearsalParams, rehearsalSchema } from '../schemas/rehearsal.ts';

const answerWithinMs = 1_000;

export const readRehearsal = defineEndpoint({
  summary: 'Read a rehearsal that took longer than its request',
  params: rehearsalParams,
  query: nothing,
  body: noBody,
  answers: { 200: rehearsalSchema },
  async handle({ params: { rehearsal } }, services) {
    return { status: 200, body: await readAccount(rehearsal, answerWithinMs, services) };
  },
});

import { z } from 'zod';
import { name } from '../../spec/field/name.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { Problem } from '../problem.ts';

const body = z
  .strictObject({ person: name.describe('Handle of a person of the catalog, such as `rita`.') })
  .meta({ id: 'DevTokenRequest' });

const token = z
  .object({
    token: z.string(),
    tokenType: z.literal('Bearer'),
    subject: z.string().describe('The pseudonymous id that the ledger knows the person by.'),
    expiresAt: z.string(),
  })
  .meta({ id: 'DevToken' });

export const issueDevToken = defineEndpoint({
  summary: 'Get a token as one of the example’s people',
  description: 'Asks for no password, and exists in the embedded mode alone.',
  params: nothing,
  query: nothing,
  body: jsonBody(body),
  answers: { 201: token },
  async handle({ body: { person } }, { devIssuer, records }) {
    if (devIssuer === null) throw new Problem('not-found', { detail: 'There is no such address.' });
    const subject = await records.subjectOf(person);
    if (subject === null) {
      throw new Problem('unknown-person', { detail: `The catalog has no person ${person}.` });
    }
    const issued = await devIssuer.issue(subject);
    const expiresAt = issued.expiresAt.toISOString();
    const tokenType = 'Bearer' as const;
    return { status: 201, body: { token: issued.token, tokenType, subject, expiresAt } };
  },
});

import { z } from 'zod';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';

const report = z
  .object({
    id: z.string(),
    kind: z.enum([
      'release/ended',
      'release/missing',
      'release/reset',
      'release/impostor',
      'workflow/unknown',
      'lease/held-by-ended',
      'files/unconfirmed',
    ]),
    release: z.string().nullable(),
    environment: z.string().nullable(),
    message: z.string().describe('What does not fit together, as a sentence.'),
    remedy: z.string().describe('What a person can do, as a sentence.'),
    firstSeen: z.string().describe('RFC 3339.'),
    lastSeen: z.string().describe('RFC 3339: the latest sweep that found it.'),
  })
  .meta({ id: 'Report', description: 'What a sweep found between the records and Temporal.' });

export const listReports = defineEndpoint({
  summary: 'List what does not fit together between the records and Temporal',
  params: nothing,
  query: nothing,
  body: noBody,
  answers: { 200: z.object({ reports: z.array(report).readonly() }).meta({ id: 'Reports' }) },
  async handle(_input, { records }) {
    return { status: 200, body: { reports: await records.listReports() } };
  },
});

import { z } from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import { exportEvidence } from '../evidence/export.ts';
import { sendArchive } from '../evidence/send.ts';
import { noBody } from '../http/body-reader.ts';
import { sealedPlanOf } from '../releases/load-release.ts';
import { releaseParams } from '../schemas/field.ts';

export const readEvidence = defineEndpoint({
  summary: 'Export the evidence of a release as one signed archive',
  description:
    'A `.tar.gz` that a person can read offline, beginning with `index.html`: the story of the ' +
    'release with its approvals, gates, deviations and incidents; what it shows to controls of ' +
    'SOX, ISO/IEC 27001, HIPAA and GDPR; the ledger, the sealed plan, the signed statements with ' +
    'the public keys, and the files that gates rest on. `VERIFY.md` says how to check it without ' +
    'Tidegate. What is missing is said on the first page. Each export is recorded in the ledger ' +
    'of the release, behind what the archive holds. The header `Tidegate-Evidence` names the ' +
    'digest of its `SHA256SUMS`.',
  params: releaseParams,
  query: z.strictObject({
    people: z
      .enum(['include', 'omit'])
      .default('include')
      .describe('`omit` leaves out the one file with names and with what people wrote.'),
  }),
  body: noBody,
  streams: 'application/gzip',
  answers: {},
  async handle({ params: { release }, query, caller }, services) {
    const sealed = await sealedPlanOf(release, services.records);
    const people = query.people === 'omit' ? 'omitted' : 'included';
    const pack = await exportEvidence(sealed, people, caller.actor, services);
    return { stream: sendArchive(`evidence-${release}`, pack, services.log) };
  },
});

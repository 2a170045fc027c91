import { z } from 'zod';
import { proposalStandings } from '../../domain/proposal/proposal.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { loweringSchema } from '../schemas/lowering.ts';
import { loweringView } from '../views/lowering-view.ts';

const mostListed = 200;

const query = z.strictObject({
  standing: z.enum(proposalStandings).optional().describe('Only those that stand so.'),
});

export const listLowerings = defineEndpoint({
  summary: 'List who asked that a release may have less rigor than its risk asks for',
  description:
    `The ${mostListed} latest ones, the newest first. What a release has used stands among its ` +
    '`deviations` too.',
  params: nothing,
  query,
  body: noBody,
  answers: {
    200: z.object({ lowerings: z.array(loweringSchema).readonly() }).meta({ id: 'LoweringList' }),
  },
  async handle({ query: { standing } }, { records, clock }) {
    const now = clock().toISOString();
    const lowerings = (await records.lowerings())
      .map((each) => loweringView(each, now))
      .filter((view) => standing === undefined || view.standing === standing)
      .toSorted((one, other) => (one.askedAt < other.askedAt ? 1 : -1))
      .slice(0, mostListed);
    return { status: 200, body: { lowerings } };
  },
});

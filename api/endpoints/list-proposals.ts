import { z } from 'zod';
import { proposalStandings } from '../../domain/proposal/proposal.ts';
import { appliedDocuments } from '../catalog/applied-documents.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { proposalSchema } from '../schemas/proposal.ts';
import { proposalView } from '../views/proposal-view.ts';

const mostListed = 200;

const query = z.strictObject({
  standing: z.enum(proposalStandings).optional().describe('Only those that stand so.'),
});

export const listProposals = defineEndpoint({
  summary: 'List files that were proposed, with who may confirm them',
  description: `The ${mostListed} latest ones, the newest first.`,
  params: nothing,
  query,
  body: noBody,
  answers: {
    200: z.object({ proposals: z.array(proposalSchema).readonly() }).meta({ id: 'ProposalList' }),
  },
  async handle({ query: { standing } }, services) {
    const { records, clock } = services;
    const now = clock().toISOString();
    const [known, applied] = await Promise.all([records.proposals(), appliedDocuments(records)]);
    const latest = known
      .toSorted((one, other) => (one.proposedAt < other.proposedAt ? 1 : -1))
      .slice(0, mostListed);
    const views = await Promise.all(
      latest.map((each) => proposalView(each, applied, now, services)),
    );
    const proposals = views.filter((each) => standing === undefined || each.standing === standing);
    return { status: 200, body: { proposals } };
  },
});

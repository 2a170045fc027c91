import { appliedDocuments } from '../catalog/applied-documents.ts';
import { tellOfChanges } from '../catalog/tell-of-changes.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { answerProposal as answer } from '../proposals/answer.ts';
import { proposalParams, proposalSchema, proposalVerdictBody } from '../schemas/proposal.ts';
import { proposalView } from '../views/proposal-view.ts';

export const answerProposal = defineEndpoint({
  summary: 'Confirm or reject files that somebody proposed',
  description:
    'For people of the group that the duties name, and for administrators where they name none. ' +
    'Nobody confirms what they have proposed themselves; they may reject it.',
  params: proposalParams,
  query: nothing,
  body: jsonBody(proposalVerdictBody),
  answers: { 200: proposalSchema },
  async handle({ params, body, caller: { actor } }, services) {
    const order = { ...params, ...body, reason: body.reason ?? null };
    const answered = await tellOfChanges(services, () => answer(order, actor, services));
    const applied = await appliedDocuments(services.records);
    const now = services.clock().toISOString();
    return { status: 200, body: await proposalView(answered, applied, now, services) };
  },
});

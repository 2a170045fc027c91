import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { answerLowering as answer } from '../lowerings/answer.ts';
import { loweringParams, loweringSchema } from '../schemas/lowering.ts';
import { proposalVerdictBody } from '../schemas/proposal.ts';
import { loweringView } from '../views/lowering-view.ts';

export const answerLowering = defineEndpoint({
  summary: 'Grant or refuse that a release may have less rigor',
  description:
    'For people of the group that the policy names. Nobody grants what they have asked for ' +
    'themselves; they may take it back.',
  params: loweringParams,
  query: nothing,
  body: jsonBody(proposalVerdictBody),
  answers: { 200: loweringSchema },
  async handle({ params, body, caller: { actor } }, services) {
    const order = { ...params, ...body, reason: body.reason ?? null };
    const answered = await answer(order, actor, services);
    return { status: 200, body: loweringView(answered, services.clock().toISOString()) };
  },
});

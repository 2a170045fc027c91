import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { deviationParams, deviationVerdictBody } from '../schemas/deviation.ts';
import { answerStatement, statementAnswers } from '../statements/answer.ts';

export const answerDeviation = defineEndpoint({
  summary: 'Grant or refuse a deviation',
  description:
    'For people of the group that the policy names, who neither asked for it, nor started the ' +
    'release, nor wrote the change.',
  params: deviationParams,
  query: nothing,
  body: jsonBody(deviationVerdictBody),
  answers: statementAnswers,
  async handle({ params, body, caller }, services) {
    const { decisionId, verdict, subjectDigest, comment } = body;
    const order = {
      kind: 'deviation-verdict' as const,
      content: { deviation: params.deviation, verdict },
      release: params.release,
      id: decisionId ?? null,
      comment: comment ?? null,
      subjectDigest,
    };
    return answerStatement(order, caller.actor, services);
  },
});

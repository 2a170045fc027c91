import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { releaseParams } from '../schemas/field.ts';
import { uatVerdictBody } from '../schemas/statement.ts';
import { answerStatement, statementAnswers } from '../statements/answer.ts';

export const giveUatVerdict = defineEndpoint({
  summary: 'Accept or reject a user acceptance test',
  params: releaseParams,
  query: nothing,
  body: jsonBody(uatVerdictBody),
  answers: statementAnswers,
  async handle({ params, body, caller }, services) {
    const { decisionId, requirement, verdict, subjectDigest, comment } = body;
    const order = {
      kind: 'uat-verdict' as const,
      content: { requirement, verdict },
      release: params.release,
      id: decisionId ?? null,
      comment: comment ?? null,
      subjectDigest,
    };
    return answerStatement(order, caller.actor, services);
  },
});

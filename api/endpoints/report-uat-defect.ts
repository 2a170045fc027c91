import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { releaseParams } from '../schemas/field.ts';
import { uatDefectBody } from '../schemas/statement.ts';
import { answerStatement, statementAnswers } from '../statements/answer.ts';

export const reportUatDefect = defineEndpoint({
  summary: 'Report a defect that a user acceptance test found',
  params: releaseParams,
  query: nothing,
  body: jsonBody(uatDefectBody),
  answers: statementAnswers,
  async handle({ params, body, caller }, services) {
    const { decisionId, requirement, defect, severity, subjectDigest, comment } = body;
    const order = {
      kind: 'uat-defect' as const,
      content: { requirement, defect, severity, state: 'open' as const },
      release: params.release,
      id: decisionId ?? null,
      comment: comment ?? null,
      subjectDigest,
    };
    return answerStatement(order, caller.actor, services);
  },
});

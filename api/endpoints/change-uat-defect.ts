import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { defectParams } from '../schemas/field.ts';
import { uatDefectChangeBody } from '../schemas/statement.ts';
import { answerStatement, statementAnswers } from '../statements/answer.ts';

export const changeUatDefect = defineEndpoint({
  summary: 'Resolve, reopen or reassess a defect of a user acceptance test',
  params: defectParams,
  query: nothing,
  body: jsonBody(uatDefectChangeBody),
  answers: statementAnswers,
  async handle({ params, body, caller }, services) {
    const { decisionId, requirement, severity, state, subjectDigest, comment } = body;
    const order = {
      kind: 'uat-defect' as const,
      content: { requirement, defect: params.defect, severity, state },
      release: params.release,
      id: decisionId ?? null,
      comment: comment ?? null,
      subjectDigest,
    };
    return answerStatement(order, caller.actor, services);
  },
});

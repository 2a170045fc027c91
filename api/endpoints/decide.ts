import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { releaseParams } from '../schemas/field.ts';
import { decisionBody } from '../schemas/statement.ts';
import { answerStatement, statementAnswers } from '../statements/answer.ts';

export const decide = defineEndpoint({
  summary: 'Approve or reject a requirement',
  description:
    'For people of the requirement’s group who neither started the release nor wrote the change. ' +
    'The same `decisionId` with the same words again gives the same receipt.',
  params: releaseParams,
  query: nothing,
  body: jsonBody(decisionBody),
  answers: statementAnswers,
  async handle({ params, body, caller }, services) {
    const { decisionId, requirement, verdict, subjectDigest, comment } = body;
    const order = {
      kind: 'decision' as const,
      content: { requirement, verdict },
      release: params.release,
      id: decisionId ?? null,
      comment: comment ?? null,
      subjectDigest,
    };
    return answerStatement(order, caller.actor, services);
  },
});

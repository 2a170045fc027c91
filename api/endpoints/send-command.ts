import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { releaseParams } from '../schemas/field.ts';
import { commandBody } from '../schemas/statement.ts';
import { answerStatement, statementAnswers } from '../statements/answer.ts';

export const sendCommand = defineEndpoint({
  summary: 'Pause, resume, retry, take back or otherwise steer a release',
  description:
    'For people of the groups that answer for the release or carry out one of its stages. ' +
    '`blockers` of the release says which command clears what.',
  params: releaseParams,
  query: nothing,
  body: jsonBody(commandBody),
  answers: statementAnswers,
  async handle({ params, body, caller }, services) {
    const { decisionId, command, target, evidence, reason } = body;
    const order = {
      kind: 'command' as const,
      content: { command, target, evidence },
      release: params.release,
      id: decisionId ?? null,
      comment: reason,
      subjectDigest: null,
    };
    return answerStatement(order, caller.actor, services);
  },
});

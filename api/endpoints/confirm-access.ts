import { actAnswers, answerAct } from '../access-grants/answer.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { accessParams, accessWordBody } from '../schemas/access.ts';

export const confirmAccess = defineEndpoint({
  summary: 'Confirm that somebody still needs an access',
  description: 'For those who could have granted it. What nobody confirms in time is taken away.',
  params: accessParams,
  query: nothing,
  body: jsonBody(accessWordBody),
  answers: actAnswers,
  async handle({ params: { access }, body, caller }, services) {
    const { decisionId: id = null, reason = null } = body;
    const content = { act: 'confirm', reason } as const;
    return answerAct({ access, id, subjectDigest: null, content }, caller.actor, services);
  },
});

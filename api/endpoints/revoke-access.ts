import { actAnswers, answerAct } from '../access-grants/answer.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { accessParams, accessWordBody } from '../schemas/access.ts';

export const revokeAccess = defineEndpoint({
  summary: 'Take an access away at once',
  description:
    'For who has it, who granted it, and people of the groups that the catalog names for it. ' +
    'Open sessions end.',
  params: accessParams,
  query: nothing,
  body: jsonBody(accessWordBody),
  answers: actAnswers,
  async handle({ params: { access }, body, caller }, services) {
    const { decisionId: id = null, reason = null } = body;
    const content = { act: 'revoke', reason } as const;
    return answerAct({ access, id, subjectDigest: null, content }, caller.actor, services);
  },
});

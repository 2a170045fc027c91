import { actAnswers, answerAct } from '../access-grants/answer.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { accessDecisionBody, accessParams } from '../schemas/access.ts';

export const decideAccess = defineEndpoint({
  summary: 'Grant or refuse an access that somebody else has asked for',
  description: 'For people of the groups that the catalog names. A delegation grants nothing.',
  params: accessParams,
  query: nothing,
  body: jsonBody(accessDecisionBody),
  answers: actAnswers,
  async handle({ params: { access }, body, caller }, services) {
    const { decisionId = null, verdict, subjectDigest, reason = null } = body;
    const content = { act: verdict, reason };
    return answerAct({ access, id: decisionId, subjectDigest, content }, caller.actor, services);
  },
});

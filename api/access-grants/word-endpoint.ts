import { defineEndpoint, type Endpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { accessParams, accessWordBody } from '../schemas/access.ts';
import { actAnswers, answerAct } from './answer.ts';

type Word = {
  readonly act: 'confirm' | 'revoke';
  /** One line for the reference. */
  readonly summary: string;
  readonly description: string;
};

/** An endpoint to say a word about an access that stands: no verdict, and a reason at most. */
export function wordEndpoint({ act, summary, description }: Word): Endpoint {
  return defineEndpoint({
    summary,
    description,
    params: accessParams,
    query: nothing,
    body: jsonBody(accessWordBody),
    answers: actAnswers,
    async handle({ params: { access }, body, caller }, services) {
      const { decisionId: id = null, reason = null } = body;
      const order = { access, id, subjectDigest: null, content: { act, reason } };
      return answerAct(order, caller.actor, services);
    },
  });
}

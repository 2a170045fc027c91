import type { DeviationScope } from '../../domain/deviation/deviation.ts';
import { whyNotLifted } from '../../domain/deviation/why-not-lifted.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { Problem } from '../problem.ts';
import { deviationBody } from '../schemas/deviation.ts';
import { releaseParams } from '../schemas/field.ts';
import type { Services } from '../services.ts';
import { answerStatement, statementAnswers } from '../statements/answer.ts';

export const askForDeviation = defineEndpoint({
  summary: 'Ask to be let off one thing that holds a release',
  description:
    'An override of the calendar, or a waiver of one judgement of a gate. Somebody else of the ' +
    'policy’s group grants it. The id of the receipt is the id of the deviation.',
  params: releaseParams,
  query: nothing,
  body: jsonBody(deviationBody),
  answers: statementAnswers,
  async handle({ params, body, caller }, services) {
    const { decisionId, ...content } = body;
    await requireNoEmbargo(content.scope, services);
    const order = {
      kind: 'deviation-request' as const,
      content,
      release: params.release,
      id: decisionId ?? null,
      comment: null,
      subjectDigest: null,
    };
    return answerStatement(order, caller.actor, services);
  },
});

/** Tells early what would come out at the moment of use. */
async function requireNoEmbargo(scope: DeviationScope, { records }: Services): Promise<void> {
  if (scope.kind !== 'calendar') return;
  const objection = whyNotLifted(await records.calendar(), scope);
  if (objection !== null) throw new Problem(objection.code, { detail: objection.reason });
}

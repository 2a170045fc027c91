import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { Problem } from '../problem.ts';
import { receiptParams } from '../schemas/field.ts';
import { awaited, statementAnswers } from '../statements/answer.ts';
import { findReceipt } from '../statements/find-receipt.ts';

const waitMs = 500;

export const readReceipt = defineEndpoint({
  summary: 'Read what became of a statement',
  params: receiptParams,
  query: nothing,
  body: noBody,
  answers: statementAnswers,
  async handle({ params: { release, decisionId } }, services) {
    const receipt = await findReceipt(release, decisionId, waitMs, services);
    if (receipt !== null) return { status: 200, body: receipt };
    const known = await services.records.findStatement(decisionId);
    if (known?.release === release) return awaited(release, decisionId);
    throw new Problem('unknown-statement', {
      detail: `Nobody has said anything under the id ${decisionId} in the release ${release}.`,
    });
  },
});

import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { Problem } from '../problem.ts';
import { receiptParams } from '../schemas/field.ts';
import { awaited, statementAnswers } from '../statements/answer.ts';
import { recordedReceipt } from '../statements/recorded-receipt.ts';

const waitMs = 500;

export const readReceipt = defineEndpoint({
  summary: 'Read what became of a statement',
  params: receiptParams,
  query: nothing,
  body: noBody,
  answers: statementAnswers,
  async handle({ params: { release, decisionId } }, services) {
    const { records, releases } = services;
    const recorded = await recordedReceipt(release, decisionId, 0, records);
    if (recorded !== null) return { status: 200, body: recorded };
    const known = await records.findStatement(decisionId);
    if (known?.release !== release) {
      throw new Problem('unknown-statement', {
        detail: `Nobody has said anything under the id ${decisionId} in the release ${release}.`,
      });
    }
    const receipt = await releases.receipt(release, decisionId, waitMs);
    return receipt === null ? awaited(release, decisionId) : { status: 200, body: receipt };
  },
});

import { accessChain } from '../../domain/access/access.ts';
import { actAnswers, awaitedAct } from '../access-grants/answer.ts';
import { loadAccess } from '../access-grants/load-access.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { Problem } from '../problem.ts';
import { accessReceiptParams } from '../schemas/access.ts';

const waitMs = 500;

export const readAccessReceipt = defineEndpoint({
  summary: 'Read what became of something said about an access',
  params: accessReceiptParams,
  query: nothing,
  body: noBody,
  answers: actAnswers,
  async handle({ params: { access, decisionId } }, { records, releases }) {
    const { receipts } = await loadAccess(access, records);
    const recorded = receipts.find(({ id }) => id === decisionId);
    if (recorded !== undefined) return { status: 200, body: recorded };
    const known = await records.findStatement(decisionId);
    if (known?.release !== accessChain(access)) {
      throw new Problem('unknown-statement', {
        detail: `Nobody has said anything under the id ${decisionId} about the access ${access}.`,
      });
    }
    const receipt = await releases.access.receipt(access, decisionId, waitMs);
    return receipt === null ? awaitedAct(access, decisionId) : { status: 200, body: receipt };
  },
});

import type { Ports } from '../../../activities/ports/index.ts';
import type { Statement } from '../../../domain/approval/statement.ts';
import { canonicalJson } from '../../../domain/ledger/canonical-json.ts';
import { sha256Hex } from '../../../domain/ledger/digest.ts';
import type { ProposalAct } from '../../../domain/proposal/act.ts';

/**
 * A signature that every test can make: the statement itself. Anything that is no JSON is refused.
 */
export function fakeSignature(statement: Statement | ProposalAct): { jws: string } {
  return { jws: JSON.stringify(statement) };
}

export const fakeVerifier: Ports['verifier'] = {
  async verify(jws) {
    try {
      const statement = JSON.parse(jws) as Statement;
      return { statement, digest: sha256Hex(canonicalJson(statement)), keyId: 'fake' };
    } catch {
      return { refused: { code: 'signature/malformed', reason: 'It is not signed.' } };
    }
  },
  async verifyProposal(jws) {
    try {
      const content = JSON.parse(jws) as ProposalAct;
      return { content, digest: sha256Hex(canonicalJson(content)), keyId: 'fake' };
    } catch {
      return { refused: { code: 'signature/malformed', reason: 'It is not signed.' } };
    }
  },
  async verifySeal(jws) {
    const content = JSON.parse(jws);
    return { content, digest: sha256Hex(canonicalJson(content)), keyId: 'fake' };
  },
};

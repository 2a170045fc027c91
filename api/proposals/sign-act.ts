import type { LedgerAction } from '../../activities/ports/records.ts';
import type { ProposalAct } from '../../domain/proposal/act.ts';
import { proposalsChain } from '../../records/apply-expected.ts';
import type { ApiRecords } from '../records-port.ts';
import type { Signer } from '../signing/sign-statement.ts';

/**
 * Signs what a person does with a proposal, of files or of something else, and keeps the signature.
 * Returns the entry for the ledger, which names it.
 */
export async function signAct(
  act: ProposalAct,
  { signer, records }: { readonly signer: Signer; readonly records: Pick<ApiRecords, 'keep'> },
  of: 'files' | 'lowering' = 'files',
): Promise<LedgerAction> {
  const { jws, digest: statement } = await signer.signProposal(act);
  const { proposal, digest, by, issuedAt } = act;
  const key = `${proposal}/${act.act}/${statement}`;
  await records.keep({ id: key, digest: statement, release: proposalsChain, jws });
  return {
    key,
    phase: 'outcome',
    action: `${act.act}-${of}`,
    by,
    at: issuedAt,
    attempt: 1,
    outcome: 'done',
    details: { proposal, digest, statement },
  };
}

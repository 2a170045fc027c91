import type { ProposalAct } from '../domain/proposal/act.ts';
import type { Ports } from './ports/index.ts';

/**
 * What a person did with a proposal, by the digest of what they signed; null where it is not kept,
 * or its signature does not hold, or what is kept there has another digest.
 */
export async function provenAct(
  { statements, verifier }: Pick<Ports, 'statements' | 'verifier'>,
  digest: string,
): Promise<ProposalAct | null> {
  const jws = await statements.load(digest);
  if (jws === null) return null;
  const verified = await verifier.verifyProposal(jws);
  if ('refused' in verified || verified.digest !== digest) return null;
  return verified.content;
}

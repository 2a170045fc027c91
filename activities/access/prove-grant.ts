import { type AccessAct, requestDigest } from '../../domain/access/act.ts';
import type { AccessState } from '../../domain/access/state.ts';
import { whyNotGranted } from '../../domain/access/why-not-granted.ts';
import { StepFailure } from '../ports/failures.ts';
import { offeredNow } from './offered-now.ts';
import type { AccessPorts } from './ports.ts';

/**
 * The request that two people have signed, proved anew before a tool is touched: from the records
 * come only the digests of what they signed. Whoever granted has to be entitled at this moment.
 * Throws (terminal) when it is not so.
 */
export async function proveGrant(ports: AccessPorts, { access, asked, decided }: AccessState) {
  const ask = await signedUnder(ports, asked.statement);
  const grant = await signedUnder(ports, decided?.statement ?? null);
  if (ask?.act !== 'ask' || ask.access !== access) throw unproven('Nobody has asked for it.');
  const { request, by: askedBy } = ask;
  const isAbout = grant?.access === access && grant.subjectDigest === requestDigest(request);
  if (grant?.act !== 'grant' || !isAbout) throw unproven('Nobody has granted it.');
  const groups = await ports.directory.groupsOf(grant.by);
  const offered = await offeredNow(ports, request);
  const granting = { request, askedBy, by: grant.by, groups };
  const refusal = whyNotGranted(granting, offered, ports.clock().toISOString());
  if (refusal !== null) throw unproven(refusal.reason);
  return request;
}

/** An act that the API has signed, by its digest, or null. */
export async function signedUnder(
  { statements, actVerifier }: Pick<AccessPorts, 'statements' | 'actVerifier'>,
  digest: string | null,
): Promise<AccessAct | null> {
  const jws = digest === null ? null : await statements.load(digest);
  if (jws === null) return null;
  const verified = await actVerifier.verifyAct(jws);
  return 'refused' in verified || verified.digest !== digest ? null : verified.act;
}

export function unproven(reason: string): StepFailure {
  return new StepFailure(
    'terminal',
    'access/unproven',
    `Nobody is let in: what is recorded is not proved. ${reason}`,
    'Ask again, and let somebody grant it who may.',
  );
}

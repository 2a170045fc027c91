import {
  type AccessRequest,
  type AccessResource,
  accessChain,
} from '../../domain/access/access.ts';
import type { VerifiedAct } from '../../domain/access/act.ts';
import { offeredNow } from './offered-now.ts';
import type { AccessPorts } from './ports.ts';

/** What is known of an act once its signature has been checked, and what is offered now. */
export type ActVerification =
  | (VerifiedAct & { readonly offered: AccessResource | null })
  | { readonly refused: { readonly code: string; readonly reason: string } };

/**
 * Checks the signature, keeps the act under its digest, and reads the person's groups and what the
 * catalog offers at this moment. `request` is what was asked for; null while nothing was.
 */
export function createVerifyAct(ports: AccessPorts) {
  const { actVerifier, statements, directory } = ports;
  return async function verifyAccessAct(order: {
    readonly access: string;
    readonly jws: string;
    readonly request: AccessRequest | null;
  }): Promise<ActVerification> {
    const { access, jws } = order;
    const verified = await actVerifier.verifyAct(jws);
    if ('refused' in verified) return verified;
    const { act, digest } = verified;
    if (act.access !== access) {
      const reason = `It is about ${act.access}, not about ${access}.`;
      return { refused: { code: 'access/other-subject', reason } };
    }
    const kept = { id: act.id, digest, release: accessChain(access), jws };
    if (!(await statements.keep(kept))) {
      const reason = `Another statement was made under the id ${act.id}.`;
      return { refused: { code: 'statement/id-taken', reason } };
    }
    const request = order.request ?? (act.act === 'ask' ? act.request : null);
    const offered = request === null ? null : await offeredNow(ports, request);
    return { act, digest, groups: await directory.groupsOf(act.by), offered };
  };
}

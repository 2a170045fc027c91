import type { Statement } from '../domain/approval/statement.ts';
import { actOf } from '../domain/duties/onward.ts';
import { askDuties, type DutyPorts } from './ask-duties.ts';
import type { Ports } from './ports/index.ts';

type VerifyPorts = DutyPorts &
  Pick<Ports, 'verifier' | 'statements' | 'directory' | 'plans' | 'ledger'>;

/** What is known about a statement once its signature has been checked. */
export type Verification =
  | {
      readonly statement: Statement;
      /** sha-256 of its canonical JSON. */
      readonly digest: string;
      /** Those of the asked groups that the person belongs to now. */
      readonly groups: readonly string[];
      /** Why it does not count whatever else speaks for it: the duties of the person. */
      readonly forbidden?: Refusal;
    }
  | { readonly refused: Refusal };

type Refusal = { readonly code: string; readonly reason: string };

/**
 * Checks the signature, keeps the statement under its digest, reads the person's groups at this
 * moment, and asks the duties.
 */
export function createVerifyStatement(ports: VerifyPorts) {
  const { verifier, statements, directory } = ports;
  return async function verifyStatement(order: { jws: string }): Promise<Verification> {
    const verified = await verifier.verify(order.jws);
    if ('refused' in verified) return { refused: verified.refused };
    const { statement, digest } = verified;
    const { id, release } = statement;
    const [isKept, groups] = await Promise.all([
      statements.keep({ digest, id, release, jws: order.jws }),
      directory.groupsOf(statement.by),
    ]);
    if (!isKept) {
      const reason = `Another statement was made under the id ${id}.`;
      return { refused: { code: 'statement/id-taken', reason } };
    }
    const forbidden = await whyForbidden(ports, statement, groups);
    return { statement, digest, groups, ...(forbidden === null ? {} : { forbidden }) };
  };
}

/**
 * By what is recorded of the release so far; the guard asks again, and trusts neither this nor an
 * unsealed plan.
 */
async function whyForbidden(
  ports: VerifyPorts,
  statement: Statement,
  groups: readonly string[],
): Promise<Refusal | null> {
  const [sealed, state] = await Promise.all([
    ports.plans.sealed(statement.release),
    ports.ledger.state(statement.release),
  ]);
  if (sealed === null || state === null) {
    return { code: 'duties/not-understood', reason: 'Nothing is recorded of the release.' };
  }
  const act = actOf(statement, state);
  if (act === null) return null;
  const ask = await askDuties(ports, { plan: sealed.plan, state });
  const verdict = await ask(act, groups);
  return verdict.allowed ? null : { code: verdict.code, reason: verdict.reason };
}

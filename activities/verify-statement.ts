import type { StandIn } from '../domain/approval/delegation.ts';
import type { Statement } from '../domain/approval/statement.ts';
import type { Ports } from './ports/index.ts';

/** What is known about a statement once its signature has been checked. */
export type Verification =
  | {
      readonly statement: Statement;
      /** sha-256 of its canonical JSON. */
      readonly digest: string;
      /** Those of the asked groups that the person belongs to now. */
      readonly groups: readonly string[];
      /** In whose place the person may speak now. */
      readonly standIns: readonly StandIn[];
    }
  | { readonly refused: { readonly code: string; readonly reason: string } };

/**
 * Checks the signature, keeps the statement under its digest, and reads the person's groups at this
 * moment.
 */
export function createVerifyStatement({
  verifier,
  statements,
  directory,
  clock,
}: Pick<Ports, 'verifier' | 'statements' | 'directory' | 'clock'>) {
  return async function verifyStatement(order: { jws: string }): Promise<Verification> {
    const verified = await verifier.verify(order.jws);
    if ('refused' in verified) return { refused: verified.refused };
    const { statement, digest } = verified;
    const { id, release } = statement;
    const [isKept, groups, standIns] = await Promise.all([
      statements.keep({ digest, id, release, jws: order.jws }),
      directory.groupsOf(statement.by),
      directory.standInsOf(statement.by, clock().toISOString()),
    ]);
    if (!isKept) {
      const reason = `Another statement was made under the id ${id}.`;
      return { refused: { code: 'statement/id-taken', reason } };
    }
    return { statement, digest, groups, standIns };
  };
}

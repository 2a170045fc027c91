import type { StandIn } from '../domain/approval/delegation.ts';
import type { Statement } from '../domain/approval/statement.ts';
import { actsOf } from '../domain/duties/acts-of.ts';
import { refusalFor } from '../domain/duties/refusal-for.ts';
import type { PlanOutline } from '../domain/plan/plan.ts';
import type { VerifiedStatement } from '../domain/release/reception.ts';
import { outlineOf } from '../domain/revision/outline-of.ts';
import { askDuties, type DutyPorts } from './ask-duties.ts';
import { planToTake } from './load-sealed-plan.ts';
import type { Ports } from './ports/index.ts';

type VerifyPorts = DutyPorts &
  Pick<Ports, 'verifier' | 'statements' | 'directory' | 'plans' | 'ledger' | 'clock'>;

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
      /** The plan that a revision leads to, where it was sealed for this release. */
      readonly revised?: PlanOutline;
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
  const { verifier, statements, directory, clock } = ports;
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
    const known = { statement, digest, groups, standIns, ...(await revisedBy(ports, statement)) };
    const forbidden = await whyForbidden(ports, known);
    return forbidden === null ? known : { ...known, forbidden };
  };
}

async function revisedBy(
  ports: VerifyPorts,
  { kind, release, content }: Statement,
): Promise<{ readonly revised?: PlanOutline }> {
  const plan = kind === 'revision' ? await planToTake(ports, release, content.to) : null;
  return plan === null ? {} : { revised: outlineOf(plan) };
}

/**
 * By what is recorded of the release so far; the guard asks again, and trusts neither this nor an
 * unsealed plan.
 */
async function whyForbidden(ports: VerifyPorts, said: VerifiedStatement): Promise<Refusal | null> {
  const { by, release } = said.statement;
  const [sealed, state] = await Promise.all([
    ports.plans.sealed(release),
    ports.ledger.state(release),
  ]);
  if (sealed === null || state === null) {
    return { code: 'duties/not-understood', reason: 'Nothing is recorded of the release.' };
  }
  const ask = await askDuties(ports, { plan: sealed.plan, state });
  for (const act of actsOf(said, state)) {
    const { subject } = act;
    const groups = subject === by ? said.groups : await ports.directory.groupsOf(subject);
    const verdict = await ask(act, groups);
    if (!verdict.allowed) return refusalFor(act, by, verdict);
  }
  return null;
}

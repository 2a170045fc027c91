import type { CommandName, Statement } from '../approval/statement.ts';
import type { ReleaseState } from '../release/state.ts';
import type { DutyAct } from './duty-question.ts';

const onward: readonly CommandName[] = ['resume', 'retry', 'proceed'];

/**
 * Whether a command carries a release on towards its users. Who stops one, takes it back, or sees
 * to what is left of it is never kept from that by their other duties.
 */
export function isOnward(command: string, phase: ReleaseState['phase']): boolean {
  return phase === 'rolling-out' && onward.some((known) => known === command);
}

/**
 * The act that duties are asked about before a statement counts; null when they are not: whoever
 * rejects, reports a defect or stops a release lets nothing through.
 */
export function actOf(
  statement: Statement,
  { phase }: Pick<ReleaseState, 'phase'>,
): DutyAct | null {
  const { by: subject, environment } = statement;
  switch (statement.kind) {
    case 'decision':
      if (statement.content.verdict === 'reject') return null;
      return { subject, action: 'decide', environment };
    case 'uat-verdict':
      if (statement.content.verdict === 'reject') return null;
      return { subject, action: 'accept', environment };
    case 'uat-defect':
      return null;
    case 'command':
      if (!isOnward(statement.content.command, phase)) return null;
      return { subject, action: 'command', environment: null };
  }
}

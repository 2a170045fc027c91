import { Context } from '@temporalio/activity';
import { accessChain } from '../../domain/access/access.ts';
import { placeFailure } from '../place-failure.ts';
import { StepFailure } from '../ports/failures.ts';
import type { LedgerAction } from '../ports/records.ts';
import type { AccessPorts } from './ports.ts';

type Noted = Pick<LedgerAction, 'phase' | 'outcome'> & { readonly code?: string };

/**
 * Around a step that lets somebody into a tool: the ledger has its intent before anything is done,
 * and its outcome afterwards. What will never work is not tried again.
 */
export async function noteStep<Result>(
  ports: Pick<AccessPorts, 'ledger' | 'clock'>,
  access: string,
  act: () => Promise<Result>,
): Promise<Result> {
  const note = noteFor(ports, access);
  await note({ phase: 'intent', outcome: null });
  try {
    const result = await act();
    await note({ phase: 'outcome', outcome: 'done' });
    return result;
  } catch (error) {
    const code = error instanceof StepFailure ? error.code : 'unexpected';
    await note({ phase: 'outcome', outcome: 'failed', code });
    throw placeFailure(error, Context.current().info.attempt, Number.POSITIVE_INFINITY);
  }
}

/** Writes an entry about the step that is at work. */
export function noteFor({ ledger, clock }: Pick<AccessPorts, 'ledger' | 'clock'>, access: string) {
  const { activityType, attempt } = Context.current().info;
  return ({ phase, outcome, code }: Noted): Promise<void> =>
    ledger.appendAction(accessChain(access), {
      key: `${access}/${activityType}`,
      phase,
      action: activityType,
      by: 'access worker',
      at: clock().toISOString(),
      attempt,
      outcome,
      details: code === undefined ? {} : { code },
    });
}

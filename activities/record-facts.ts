import type { Ports } from './ports/index.ts';
import type { Step } from './step.ts';

/**
 * Writes facts and nothing else: before a wait and before continue-as-new. The interceptor has done
 * it already.
 */
export function createRecordFacts({ ledger }: Pick<Ports, 'ledger'>) {
  return async function recordFacts({ release, facts }: Step): Promise<void> {
    await ledger.appendFacts(release, facts);
  };
}

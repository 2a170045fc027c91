import type { ReleaseState } from '../domain/release/state.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';

/** The state that the ledger holds. A release without one is a terminal failure. */
export async function recordedState(
  ledger: Ports['ledger'],
  release: string,
): Promise<ReleaseState> {
  const state = await ledger.state(release);
  if (state !== null) return state;
  throw new StepFailure(
    'terminal',
    'ledger/unknown-release',
    `The ledger knows no release ${release}.`,
    'Start releases through POST /v1/releases.',
  );
}

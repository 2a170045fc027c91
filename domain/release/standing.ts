import { type Tally, tallyTogether } from '../approval/tally.ts';
import type { ReleaseState } from './state.ts';

/**
 * How the requirements of a stage stand together, by id. Only what was accepted is recorded, so
 * everyone in the state was eligible when they spoke.
 */
export function standingOf(
  { requirements }: Pick<ReleaseState, 'requirements'>,
  stage: string,
): ReadonlyMap<string, Tally> {
  return tallyTogether(
    requirements
      .filter((requirement) => requirement.stage === stage)
      .map(({ id, count, decisions }) => ({
        id,
        count,
        decisions: decisions.map((decision) => ({ ...decision, eligible: true })),
      })),
  );
}

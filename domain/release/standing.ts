import { blockingDefects } from '../acceptance/blocking-defects.ts';
import { type Tally, tallyTogether } from '../approval/tally.ts';
import type { ReleaseState, RequirementState } from './state.ts';

/**
 * How the requirements of a stage stand together, by id. Only what was accepted is recorded, so
 * everyone in the state was eligible when they spoke. An acceptance test is never approved while
 * more defects are open than its policy allows, whoever accepted it before. What the board decides
 * about defects stands by itself.
 */
export function standingOf(
  { requirements, defects }: Pick<ReleaseState, 'requirements' | 'defects'>,
  { stage, kind }: Pick<RequirementState, 'stage' | 'kind'>,
): ReadonlyMap<string, Tally> {
  const asked = requirements.filter((known) => known.stage === stage && known.kind === kind);
  const tallies = tallyTogether(
    asked.map(({ id, count, decisions }) => ({
      id,
      count,
      decisions: decisions.map((decision) => ({ ...decision, eligible: true })),
    })),
  );
  const held = asked.filter((known) => blockingDefects(known, defects).length > 0);
  return new Map(
    [...tallies].map(([id, tally]) => {
      const waits = tally.outcome === 'approved' && held.some((known) => known.id === id);
      return [id, waits ? { ...tally, outcome: 'pending' } : tally];
    }),
  );
}

import type { PlanOutline } from '../plan/plan.ts';
import type { PlannedGate } from '../plan/stage.ts';
import type { GateRecord, ReleaseState } from '../release/state.ts';
import type { DeviationState } from './deviation.ts';
import { waiverOf } from './waivers.ts';

type Seen = {
  readonly plan: Pick<PlanOutline, 'stages'>;
  readonly state: Pick<ReleaseState, 'gates' | 'askedDeviations'>;
};

/** The latest judgement of a planned gate that is no pass, and what waives it, if anything does. */
type Miss = { readonly judged: GateRecord; readonly waiver: DeviationState | undefined };

/** Every planned gate whose latest judgement is no pass, as it stands at an instant, RFC 3339. */
function missesOf({ plan, state }: Seen, now: string): readonly Miss[] {
  const stages = plan.stages.filter(({ kind }) => kind === 'gates').map(({ id }) => id);
  return state.gates
    .filter(({ stage, verdict }) => stages.includes(stage) && verdict !== 'pass')
    .map((judged) => ({ judged, waiver: waiverOf(state, judged, now) }));
}

/** The misses that are waived by a deviation which nobody has used. */
export function newlyWaived(seen: Seen, now: string): readonly Miss[] {
  return missesOf(seen, now).filter(({ waiver }) => waiver?.used === null);
}

/** The misses that no deviation in use waives. */
export function stillMissed(seen: Seen, now: string): readonly Miss[] {
  return missesOf(seen, now).filter(({ waiver }) => (waiver?.used ?? null) === null);
}

/** Whether one of the misses is this gate's. */
export function isAmong(misses: readonly Miss[], { component, definition }: PlannedGate): boolean {
  return misses.some(
    ({ judged }) => judged.gate === definition.name && judged.component === component,
  );
}

/**
 * Whether everything that a stage failed for is waived since, at least one of it by a deviation
 * that nobody has used: then it goes on without being told to.
 */
export function areAllWaived(seen: Seen, now: string): boolean {
  const misses = missesOf(seen, now);
  return (
    misses.every(({ waiver }) => waiver !== undefined) &&
    misses.some(({ waiver }) => waiver?.used === null)
  );
}

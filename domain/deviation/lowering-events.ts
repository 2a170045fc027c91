import type { PlanOutline } from '../plan/plan.ts';
import type { ReleaseEvent } from '../release/event.ts';
import type { ReleaseState } from '../release/state.ts';

/**
 * What is recorded when a release begins by a plan of lowered rigor: who asked, who granted, and
 * that it is used by this, once. Nothing where it is on record already.
 */
export function loweringEvents(
  { lowering, stages }: Pick<PlanOutline, 'lowering' | 'stages'>,
  { askedDeviations }: Pick<ReleaseState, 'askedDeviations'>,
): readonly ReleaseEvent[] {
  const [first] = stages;
  if (lowering === undefined || first === undefined) return [];
  const { id: deviation, answer, askedBy: by, askedAt: _, ...asked } = lowering;
  if (askedDeviations.some((known) => known.id === deviation)) return [];
  const { verdict, by: grantedBy, statement } = answer;
  return [
    { type: 'deviation.asked', deviation, by, ...asked },
    { type: 'deviation.answered', deviation, verdict, by: grantedBy, statement },
    { type: 'deviation.used', deviation, stage: first.id },
  ];
}

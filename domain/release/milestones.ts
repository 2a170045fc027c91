import type { ScheduleSpec } from '../plan/spec.ts';
import type { ReleaseState } from './state.ts';

export const milestoneStandings = ['ahead', 'reached', 'late', 'reached-late'] as const;

/** Until when which stage should have succeeded, and whether it has. */
export type MilestoneState = NonNullable<ScheduleSpec['milestones']>[number] & {
  readonly standing: (typeof milestoneStandings)[number];
  /** RFC 3339; null while the stage has not succeeded. */
  readonly reachedAt: string | null;
};

/** How the milestones of a release stand at an instant, RFC 3339; the earliest first. */
export function milestonesOf(
  schedule: ScheduleSpec | undefined,
  { stages }: Pick<ReleaseState, 'stages'>,
  now: string,
): readonly MilestoneState[] {
  const milestones = schedule?.milestones ?? [];
  return milestones
    .map((milestone): MilestoneState => {
      const stage = stages.find(({ id }) => id === milestone.stage);
      const reachedAt = stage?.status === 'succeeded' ? stage.endedAt : null;
      const isLate = Date.parse(reachedAt ?? now) > Date.parse(milestone.at);
      if (reachedAt === null)
        return { ...milestone, standing: isLate ? 'late' : 'ahead', reachedAt };
      return { ...milestone, standing: isLate ? 'reached-late' : 'reached', reachedAt };
    })
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

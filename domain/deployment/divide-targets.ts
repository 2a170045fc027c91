import type { Goal, Roll, Target } from './roll.ts';

/** Of one version of a roll: the share of users that it gets, in percent, and where they go. */
export type TargetShare = {
  readonly side: Goal;
  readonly percent: number;
  readonly targets: readonly Target[];
};

/**
 * How users are divided while some targets are without them. Forward, each target that is well gets
 * as many as any other; going back, nobody stays on what is taken back while anything of the
 * version before is well. None at all: nothing serves.
 */
export function divideTargets(
  { targets }: Pick<Roll, 'targets'>,
  without: readonly number[],
  goal: Goal,
): readonly TargetShare[] {
  const well = targets.filter(
    ({ ordinal, problem }) => problem === null && !without.includes(ordinal),
  );
  const previous = well.filter(({ runs }) => runs === 'previous');
  const ordered = well.filter(({ runs }) => runs === 'ordered');
  if (previous.length === 0) return all('ordered', ordered);
  if (ordered.length === 0 || goal === 'previous') return all('previous', previous);
  // Gateways deal in whole percent; both sides have targets, so neither is left without users.
  const share = Math.round((100 * ordered.length) / (ordered.length + previous.length));
  const percent = Math.min(99, Math.max(1, share));
  return [
    { side: 'ordered', percent, targets: ordered },
    { side: 'previous', percent: 100 - percent, targets: previous },
  ];
}

function all(side: Goal, targets: readonly Target[]): readonly TargetShare[] {
  return targets.length === 0 ? [] : [{ side, percent: 100, targets }];
}

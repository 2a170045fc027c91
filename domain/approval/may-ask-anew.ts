import { isUnderWay } from '../calendar/overrun.ts';
import type { Failure } from '../release/event.ts';
import type { ReleaseState, RequirementState } from '../release/state.ts';

/** What people were asked about an environment, in its approvals. */
export function approvalsOf(
  { requirements }: Pick<ReleaseState, 'requirements'>,
  environment: string,
): readonly RequirementState[] {
  return requirements.filter(
    (asked) => asked.kind === 'approval' && asked.environment === environment,
  );
}

/**
 * Whether a release that was refused for its approvals asks people once more: a delegation was
 * revoked since, or somebody left the group. Not half-way, where it must not wait without an end;
 * and nobody is asked until they say yes, where somebody has said no.
 */
export function mayAskAnew(state: ReleaseState, environment: string, { code }: Failure): boolean {
  if (code !== 'guard/approval' || isUnderWay(state, environment)) return false;
  const asked = approvalsOf(state, environment);
  const isRejected = asked.some(({ decisions }) =>
    decisions.some(({ verdict }) => verdict === 'reject'),
  );
  return asked.length > 0 && !isRejected;
}

import { type DecidedRequirement, type Tally, tallyTogether } from '../approval/tally.ts';
import { voicesOf } from '../approval/voices-of.ts';
import { standingOf } from '../release/standing.ts';
import type { ReleaseState, RequirementState } from '../release/state.ts';
import type { DeviationState } from './deviation.ts';
import { standingAt } from './standing.ts';

type Asked = Pick<ReleaseState, 'requirements' | 'askedDeviations'>;

/** Whether a deviation is about what people are, or were, asked in this very question. */
export function isBypassOf(
  { scope }: Pick<DeviationState, 'scope'>,
  {
    id,
    environment,
    subjectDigest,
  }: Pick<RequirementState, 'id' | 'environment' | 'subjectDigest'>,
): boolean {
  return (
    scope.kind === 'bypass' &&
    scope.requirement === id &&
    scope.environment === environment &&
    scope.subjectDigest === subjectDigest
  );
}

/** The bypass that somebody granted for this very question, at an instant, RFC 3339. */
export function bypassOf(
  { askedDeviations }: Pick<Asked, 'askedDeviations'>,
  requirement: RequirementState,
  now: string,
): DeviationState | undefined {
  const about = askedDeviations.filter((deviation) => isBypassOf(deviation, requirement));
  const standing = (wanted: string) => about.find((each) => standingAt(each, now) === wanted);
  return standing('used') ?? standing('granted');
}

/**
 * What is enough by a bypass: fewer people, and never nobody. Who asked for it is none of them, by
 * their own word, as a delegate, or through one; what speaks against it counts as ever.
 */
export function reducedBy(
  requirement: DecidedRequirement,
  { askedBy, approvals }: { readonly askedBy: string; readonly approvals: number },
): DecidedRequirement {
  const { id, count, decisions } = requirement;
  return {
    id,
    count: Math.min(count, Math.max(1, approvals)),
    decisions: decisions.filter(
      (decision) => decision.verdict === 'reject' || !voicesOf(decision).includes(askedBy),
    ),
  };
}

/** How the approvals of a stage stand at an instant, where granted bypasses count. */
export function standingByBypass(
  state: Asked,
  stage: string,
  now: string,
): ReadonlyMap<string, Tally> {
  const asked = state.requirements.filter(
    (known) => known.stage === stage && known.kind === 'approval',
  );
  return tallyTogether(
    asked.map((requirement) => {
      const { id, count } = requirement;
      const decisions = requirement.decisions.map((each) => ({ ...each, eligible: true }));
      const decided = { id, count, decisions };
      const bypass = bypassOf(state, requirement, now);
      if (bypass?.terms === undefined) return decided;
      const { approvals } = bypass.terms;
      return reducedBy(decided, { askedBy: bypass.askedBy, approvals });
    }),
  );
}

/** Whether all approvals of a stage are there, be it only because of bypasses. */
export function areEnoughByBypass(state: Asked, stage: string, now: string): boolean {
  const standing = [...standingByBypass(state, stage, now).values()];
  return standing.length > 0 && standing.every(({ outcome }) => outcome === 'approved');
}

/** Whether everybody who was asked in a stage has approved, bypasses or not. */
export function haveAllApproved(state: Asked & Pick<ReleaseState, 'defects'>, stage: string) {
  const standing = [...standingOf(state, { stage, kind: 'approval' }).values()];
  return standing.every(({ outcome }) => outcome === 'approved');
}

/** The granted bypasses that a stage goes on by: none where everybody has approved in time. */
export function bypassesToUse(
  state: Asked & Pick<ReleaseState, 'defects'>,
  stage: string,
  now: string,
): readonly { readonly bypass: DeviationState; readonly requirement: RequirementState }[] {
  if (haveAllApproved(state, stage) || !areEnoughByBypass(state, stage, now)) return [];
  return state.requirements
    .filter((requirement) => requirement.stage === stage)
    .flatMap((requirement) => {
      const bypass = bypassOf(state, requirement, now);
      return bypass === undefined || bypass.used !== null ? [] : [{ bypass, requirement }];
    });
}

import { exclusionOf } from '../approval/exclusion.ts';
import type { Statement } from '../approval/statement.ts';
import { canonicalJson } from '../ledger/canonical-json.ts';
import type { PlanOutline } from '../plan/plan.ts';
import type { ReleaseState } from '../release/state.ts';
import type { DeviationState } from './deviation.ts';

/** What was read anew of a deviation: its two statements, whose signatures hold. */
export type ProvenDeviation = {
  readonly request: Statement;
  /** Digest of the signed request. */
  readonly requestDigest: string;
  readonly verdict: Statement;
  /** Groups of who granted it, at this moment. */
  readonly groups: readonly string[];
};

type About = {
  readonly release: string;
  readonly plan: Pick<PlanOutline, 'deviations'>;
  readonly state: ReleaseState;
  readonly now: string;
};

type Of<Kind extends Statement['kind']> = Extract<Statement, { kind: Kind }>;

/**
 * Why a recorded deviation counts for nothing, as the rest of a sentence; null when it counts. What
 * is recorded is compared with what was signed, and who granted it is asked for anew.
 */
export function whyUnusable(
  about: About,
  recorded: DeviationState,
  { request, requestDigest, verdict, groups }: ProvenDeviation,
): string | null {
  if (request.kind !== 'deviation-request' || verdict.kind !== 'deviation-verdict') {
    return 'its statements are of another kind';
  }
  if (verdict.subjectDigest !== requestDigest) return 'something else was granted';
  const { until } = request.content;
  return (
    whyOther(about, recorded, request, verdict) ??
    whyNotGranted(about, request, verdict, groups) ??
    (Date.parse(until) > Date.parse(about.now) ? null : `it ended at ${until}`) ??
    (recorded.spentAt === null ? null : `it was spent at ${recorded.spentAt}`)
  );
}

/** Why the statements are not about this deviation of this release. */
function whyOther(
  { release, state }: About,
  recorded: DeviationState,
  request: Of<'deviation-request'>,
  verdict: Of<'deviation-verdict'>,
): string | null {
  if (request.release !== release || verdict.release !== release) return 'it is of another release';
  if (request.subjectDigest !== state.planDigest) return 'it is about another plan';
  if (request.id !== recorded.id || verdict.content.deviation !== request.id) {
    return 'its statements are about another deviation';
  }
  if (request.by !== recorded.askedBy) return 'somebody else asked for it';
  const isSame = canonicalJson(request.content.scope) === canonicalJson(recorded.scope);
  return isSame ? null : 'it was asked for in another scope';
}

/** Why the person who answered it has not granted it, or may not. */
function whyNotGranted(
  { plan, state }: About,
  request: Of<'deviation-request'>,
  verdict: Of<'deviation-verdict'>,
  groups: readonly string[],
): string | null {
  if (verdict.content.verdict !== 'grant') return 'it was refused';
  const rule = plan.deviations?.[request.content.scope.kind];
  if (rule === undefined) return 'the plan provides for none';
  if (verdict.by === request.by) return 'one person asked for it and granted it';
  if (exclusionOf(state, verdict.by) !== null) return 'the person who granted it is excluded';
  if (groups.includes(rule.grantedBy)) return null;
  return `the person who granted it is not in ${rule.grantedBy}`;
}

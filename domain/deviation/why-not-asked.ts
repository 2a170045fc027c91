import type { Statement } from '../approval/statement.ts';
import type { PlanOutline } from '../plan/plan.ts';
import { entitledGroups } from '../release/receive-command.ts';
import type { VerifiedStatement } from '../release/reception.ts';
import type { ReleaseState } from '../release/state.ts';
import { mayFreeze } from '../revision/scope-freeze.ts';
import type { DeviationRequest, DeviationScope } from './deviation.ts';

/** Of one release. Each stays in its state for ever, which Temporal carries as one payload. */
const mostDeviations = 50;

export type Objection = { readonly code: string; readonly reason: string };

type Request = Extract<Statement, { kind: 'deviation-request' }>;

/**
 * Why nobody can be let off in this way, or not by asking now; null when the request stands. The
 * calendar is not asked here: what closes at the moment of use is what counts.
 */
export function whyNotAsked(
  plan: PlanOutline,
  state: ReleaseState,
  { statement, groups }: Pick<VerifiedStatement, 'groups'> & { readonly statement: Request },
  now: string,
): Objection | null {
  const { content } = statement;
  if (statement.subjectDigest !== state.planDigest) {
    const reason = 'It speaks about another plan than the running one.';
    return { code: 'statement/other-subject', reason };
  }
  const rule = plan.deviations?.[content.scope.kind];
  const isReviewed = plan.stages.some(({ kind }) => kind === 'review');
  if (rule === undefined || !isReviewed) {
    const reason = `The plan names nobody who grants a deviation from a ${content.scope.kind}.`;
    return { code: 'deviation/not-provided-for', reason };
  }
  const entitled = entitledGroups(plan, 'retry');
  if (!entitled.some((group) => groups.includes(group))) {
    const reason = `Only people of ${entitled.join(', ')} ask for it.`;
    return { code: 'deviation/not-entitled', reason };
  }
  if (state.phase !== 'rolling-out') {
    return { code: 'deviation/not-now', reason: `The release is ${state.phase}.` };
  }
  // Its receipt may be forgotten, and what was used once must not begin anew.
  if (state.askedDeviations.some(({ id }) => id === statement.id)) {
    const reason = `A deviation called ${statement.id} was asked for already.`;
    return { code: 'deviation/asked-before', reason };
  }
  if (state.askedDeviations.length >= mostDeviations) {
    const reason = `${mostDeviations} deviations were asked for, and no release takes more.`;
    return { code: 'deviation/too-many', reason };
  }
  return (
    whyWrongTimes(plan, content, rule.longestMs, now) ??
    whyNothing(plan, state, content.scope, statement.environment)
  );
}

/** Why its end or its follow-up is none, by the plan that it is about. */
export function whyWrongTimes(
  plan: PlanOutline,
  { until, followUp }: DeviationRequest,
  longestMs: number,
  now: string,
): Objection | null {
  const nowMs = Date.parse(now);
  if (!(Date.parse(until) > nowMs)) {
    return { code: 'deviation/expired', reason: `It would have ended at ${until} already.` };
  }
  const latest = new Date(nowMs + longestMs).toISOString();
  if (Date.parse(until) > nowMs + longestMs) {
    const reason = `It would end at ${until}; the policy lets it last until ${latest} at most.`;
    return { code: 'deviation/too-long', reason };
  }
  const owners = entitledGroups(plan, 'complete-obligation');
  if (!owners.includes(followUp.owner)) {
    const reason = `${followUp.owner} cannot complete a follow-up; ${owners.join(', ')} can.`;
    return { code: 'deviation/follow-up', reason };
  }
  if (Date.parse(followUp.due) > nowMs) return null;
  return { code: 'deviation/follow-up', reason: `The follow-up was due at ${followUp.due}.` };
}

/** Why the scope speaks about nothing that holds, or could hold, this release. */
function whyNothing(
  plan: PlanOutline,
  state: ReleaseState,
  scope: DeviationScope,
  environment: string | null,
): Objection | null {
  const code = 'deviation/no-such-scope';
  if (scope.kind === 'calendar') {
    const asks = plan.stages.some(
      (stage) => stage.kind === 'window' && stage.environment === scope.environment,
    );
    const isNamed = scope.entries.length > 0 || scope.outsideWindows;
    if (asks && isNamed && environment === scope.environment) return null;
    const reason = `It names nothing that the calendar holds in ${scope.environment}.`;
    return { code, reason };
  }
  if (scope.kind === 'other-release') {
    const isAwaited = plan.stages.some(
      (stage) =>
        stage.kind === 'await-releases' &&
        stage.environment === scope.environment &&
        stage.awaited.some(({ release }) => release === scope.release),
    );
    if (isAwaited && environment === scope.environment) return null;
    const reason = `It waits for no ${scope.release} before ${scope.environment}.`;
    return { code, reason };
  }
  if (scope.kind === 'bypass') return whyNotBypassed(plan, state, scope, environment);
  if (scope.kind === 'lowering') {
    return { code, reason: 'Its rigor is lowered before a release starts, and not afterwards.' };
  }
  if (scope.kind === 'revision') {
    const isAnother = scope.to !== state.planDigest && environment === null;
    if (isAnother && mayFreeze(plan)) return null;
    return { code, reason: 'The scope is never frozen, or the release goes by that plan already.' };
  }
  return whyNotWaived(plan, state, scope, environment);
}

/** Only a judgement that was recorded, that is no pass, and that the plan asks for. */
function whyNotWaived(
  plan: PlanOutline,
  state: ReleaseState,
  scope: Extract<DeviationScope, { kind: 'gate' }>,
  environment: string | null,
): Objection | null {
  const judged = state.gates.find(
    ({ stage, gate, component }) =>
      stage === scope.stage && gate === scope.gate && component === scope.component,
  );
  const isPlanned = plan.stages.some(({ id, kind }) => kind === 'gates' && id === scope.stage);
  const isThis =
    isPlanned &&
    judged !== undefined &&
    judged.verdict !== 'pass' &&
    judged.judgedAt === scope.judgedAt &&
    (judged.evidence?.digest ?? null) === scope.evidence;
  if (isThis && environment === null) return null;
  const reason = `${scope.gate} of ${scope.component} was not judged so at ${scope.judgedAt}.`;
  return { code: 'deviation/no-such-scope', reason };
}

/** Only what people are asked in a stage of approvals, as long as it is open, and of too many. */
function whyNotBypassed(
  plan: PlanOutline,
  { requirements }: ReleaseState,
  scope: Extract<DeviationScope, { kind: 'bypass' }>,
  environment: string | null,
): Objection | null {
  const code = 'deviation/no-such-scope';
  const { requirement: id, subjectDigest } = scope;
  const asked = requirements.find((known) => known.id === id);
  const stage = plan.stages.find((known) => known.id === asked?.stage);
  const isOpen = stage?.kind === 'approval' && asked?.outcome === 'pending';
  if (asked === undefined || !isOpen) {
    return { code, reason: `No approval called ${id} is open.` };
  }
  if (asked.environment !== scope.environment || environment !== scope.environment) {
    return { code, reason: `${id} is about ${asked.environment}.` };
  }
  if (asked.subjectDigest !== subjectDigest) {
    return { code, reason: `${id} is about another subject than ${subjectDigest}: read it again.` };
  }
  const enough = plan.deviations?.bypass?.approvals ?? asked.count;
  if (enough < asked.count) return null;
  const reason = `${id} asks ${asked.count}, and no fewer than ${enough} may be enough.`;
  return { code, reason };
}

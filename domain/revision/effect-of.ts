import { voicesOf } from '../approval/voices-of.ts';
import { canonicalJson } from '../ledger/canonical-json.ts';
import { type PlanOutline, stageOf } from '../plan/plan.ts';
import type { Stage } from '../plan/stage.ts';
import type { ReleaseState, RequirementState } from '../release/state.ts';
import { compareScopes, type ScopeChanges } from './compare-scopes.ts';
import { planPartOf } from './plan-part.ts';
import { definitionOf } from './plan-prints.ts';
import { restsOn } from './rests-on.ts';
import type { LeftComponent, RevisionOutcome } from './revision.ts';
import { withoutEvidence } from './without-evidence.ts';

/** What a revision does to a release that is under way. */
export type RevisionEffect = ScopeChanges & RevisionOutcome;

/** From which plan to which, and who asks for it. */
export type RevisionStep = {
  readonly before: PlanOutline;
  readonly after: PlanOutline;
  readonly by: string;
};

/**
 * What has to be done and decided anew when a release goes on by another plan. A stage stays only
 * as long as nothing that it rests on is another: its own definition, what it handles, what was
 * decided in it, and every stage before it on its way. A decision stays while its question, its
 * part of the plan, the artifacts and the evidence are the same. Each may take the other along, so
 * both are looked at until nothing more falls.
 */
export function effectOf(step: RevisionStep, state: ReleaseState): RevisionEffect {
  const scope = compareScopes(step.before, step.after);
  let voided = firstVoided(step, state);
  for (;;) {
    const restarted = restartedBy(step, state, scope, voided);
    const next = new Set([...voided, ...alsoVoided(step, state, scope, restarted)]);
    if (next.size === voided.size) {
      return { ...scope, restarted, voided: [...voided], left: leftOf(state, scope) };
    }
    voided = next;
  }
}

const counting: readonly RequirementState['outcome'][] = ['pending', 'approved', 'skipped'];
const counts = ({ outcome }: RequirementState) => counting.includes(outcome);

/** Whose question or part is another; and what the person said who asks for all this. */
function firstVoided({ after, by }: RevisionStep, state: ReleaseState): ReadonlySet<string> {
  const voided = state.requirements.filter((requirement) => {
    if (!counts(requirement)) return false;
    const { planPart, decisions } = requirement;
    const isSame = planPart !== undefined && planPartOf(after, requirement) === planPart;
    const isTheirs = decisions.some((decision) => voicesOf(decision).includes(by));
    return !isSame || isTheirs || isBypassed(state, requirement);
  });
  return new Set(voided.map(({ id }) => id));
}

/** Fewer people were enough for the plan that was known then. */
function isBypassed({ askedDeviations }: ReleaseState, { id }: RequirementState): boolean {
  return askedDeviations.some(
    ({ scope, used, spentAt }) =>
      scope.kind === 'bypass' && scope.requirement === id && used !== null && spentAt === null,
  );
}

/**
 * A decision rests on the evidence that there was: without some of it, it is none any more. What a
 * board lets stand in a test is over with that test.
 */
function alsoVoided(
  { before }: RevisionStep,
  state: ReleaseState,
  scope: ScopeChanges,
  restarted: readonly string[],
): readonly string[] {
  const { gates } = withoutEvidence(state, [...scope.dropped, ...scope.changed], restarted);
  const lost = new Set(
    state.gates.filter((gate) => !gates.includes(gate)).map((gate) => gate.stage),
  );
  const voided = state.requirements.filter((requirement) => {
    if (!counts(requirement)) return false;
    const stage = stageOf(before, requirement.stage);
    if (stage === undefined) return true;
    if (requirement.letsStand !== undefined && restarted.includes(stage.id)) return true;
    return restsOn(before.stages, stage).some(({ id }) => lost.has(id));
  });
  return voided.map(({ id }) => id);
}

/** The stages that begin anew. An environment that was passed and given back does so as a whole. */
function restartedBy(
  step: RevisionStep,
  state: ReleaseState,
  scope: ScopeChanges,
  voided: ReadonlySet<string>,
): readonly string[] {
  const { stages } = step.after;
  const broken = new Set<string>();
  for (;;) {
    const { staying, done } = stagesThatStay(step, state, { scope, voided, broken });
    const torn = state.passed.filter(
      ({ environment }) =>
        !broken.has(environment) &&
        stages.some((stage) => stage.environment === environment && !done.has(stage.id)),
    );
    if (torn.length === 0) {
      return state.stages
        .filter(({ id, status }) => status !== 'pending' && !staying.has(id))
        .map(({ id }) => id);
    }
    for (const { environment } of torn) broken.add(environment);
  }
}

type Fallen = {
  readonly scope: ScopeChanges;
  readonly voided: ReadonlySet<string>;
  readonly broken: ReadonlySet<string>;
};

function stagesThatStay(
  { before, after }: RevisionStep,
  state: ReleaseState,
  { scope, voided, broken }: Fallen,
): { readonly staying: ReadonlySet<string>; readonly done: ReadonlySet<string> } {
  const staying = new Set<string>();
  const done = new Set<string>();
  for (const stage of after.stages) {
    const known = state.stages.find(({ id, kind }) => id === stage.id && kind === stage.kind);
    if (known === undefined || known.status === 'pending') continue;
    const isSame =
      !broken.has(stage.environment ?? '') &&
      restsOn(after.stages, stage).every(({ id }) => done.has(id)) &&
      isSameStage(before, stage) &&
      isSameContent(before, after, stage, scope) &&
      // Where something was dropped, what has failed may have failed because of it.
      (known.status === 'succeeded' || scope.dropped.length === 0) &&
      !state.requirements.some((each) => each.stage === stage.id && voided.has(each.id)) &&
      !restsOnDeviation(stage, state);
    if (!isSame) continue;
    staying.add(stage.id);
    if (known.status === 'succeeded') done.add(stage.id);
  }
  return { staying, done };
}

/** Stages before any environment handle components, which are compared one by one. */
function isSameStage(before: PlanOutline, stage: Stage): boolean {
  if (['build', 'package', 'gates'].includes(stage.kind)) return true;
  const was = stageOf(before, stage.id);
  if (was === undefined) return false;
  return canonicalJson(definitionOf(was)) === canonicalJson(definitionOf(stage));
}

/** What is dropped leaves nothing to build, pack or judge behind. */
function isSameContent(
  before: PlanOutline,
  after: PlanOutline,
  { environment, kind }: Stage,
  { dropped, added, changed }: ScopeChanges,
): boolean {
  if (environment === null) {
    const isSame = added.length === 0 && changed.length === 0;
    return kind === 'review' ? isSame && dropped.length === 0 : isSame;
  }
  const print = before.prints?.contents[environment];
  return print !== undefined && print === after.prints?.contents[environment];
}

/** Who let the release off something did so for the plan that they knew. */
function restsOnDeviation({ kind, environment }: Stage, state: ReleaseState): boolean {
  const used = state.askedDeviations.filter((each) => each.used !== null && each.spentAt === null);
  return used.some(
    ({ scope }) =>
      (scope.kind === 'gate' && kind === 'gates') ||
      (scope.kind === 'calendar' && kind === 'window' && scope.environment === environment) ||
      (scope.kind === 'other-release' &&
        kind === 'await-releases' &&
        scope.environment === environment),
  );
}

/** What was brought to an environment that the release has passed is not taken back. */
function leftOf(state: ReleaseState, { dropped }: ScopeChanges): readonly LeftComponent[] {
  return state.changes
    .filter(({ status, component }) => status === 'kept' && dropped.includes(component))
    .map(({ environment, component, to }) => ({ environment, component, version: to.version }));
}

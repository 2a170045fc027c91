import { withoutEvidence } from '../../revision/without-evidence.ts';
import type { ReleaseState, RequirementState, StageState } from '../state.ts';
import type { EventOf } from './event-of.ts';
import { voidedOf } from './voided-of.ts';

type Revised = EventOf<'plan.revised'>;

/**
 * The state of a release that goes on by another plan. The event says what begins anew and which
 * decisions count no more; here both are forgotten, with everything that they were known by.
 */
export function foldRevision(state: ReleaseState, event: Revised, at: string): ReleaseState {
  const { type: _type, title, releaseClass, services, environments, stages, ...revised } = event;
  const begun = new Set(event.restarted);
  const after = stages.map((planned) => stageAfter(state, planned, event));
  const isDone = (environment: string) =>
    after.every((stage) => stage.environment !== environment || stage.status === 'succeeded');
  const others = [...event.dropped.map(({ component }) => component), ...event.changed];
  const admitsAnew = new Set(
    state.stages.filter(({ id, kind }) => kind === 'promote' && begun.has(id)).map(placeOf),
  );
  return {
    ...withoutEvidence(state, others, event.restarted),
    planDigest: event.to,
    revisions: [...(state.revisions ?? []), { ...revised, at }],
    title,
    releaseClass,
    services,
    environments,
    stages: after,
    waits: state.waits.filter(({ stage }) => !begun.has(stage)),
    requirements: state.requirements.map((each) => requirementAfter(state, each, event, at)),
    admitted: state.admitted.filter(({ environment }) => !admitsAnew.has(environment)),
    passed: state.passed.filter(
      ({ environment }) => environments.includes(environment) && isDone(environment),
    ),
    // Who granted one knew another plan; what lowers the rigor of this one the plan says itself.
    askedDeviations: state.askedDeviations.map((each) =>
      each.scope.kind === 'lowering' ? each : { ...each, spentAt: each.spentAt ?? at },
    ),
  };
}

const placeOf = ({ environment }: Pick<StageState, 'environment'>): string => environment ?? '';

function stageAfter(
  state: ReleaseState,
  planned: Revised['stages'][number],
  { restarted, revision }: Revised,
): StageState {
  const known = state.stages.find(({ id, kind }) => id === planned.id && kind === planned.kind);
  if (known !== undefined && !restarted.includes(known.id)) return known;
  return {
    ...planned,
    status: 'pending',
    attempt: known?.attempt ?? 0,
    startedAt: null,
    endedAt: null,
    summary: null,
    failure: null,
    revision,
  };
}

/** What still counts counts for the next attempt too, where its stage begins anew. */
function requirementAfter(
  { stages }: ReleaseState,
  requirement: RequirementState,
  { restarted, voided, revision }: Revised,
  voidedAt: string,
): RequirementState {
  if (voided.includes(requirement.id)) {
    const why = { voidedAt, because: 'revised', revision } as const;
    return {
      ...requirement,
      outcome: 'superseded',
      decisions: [],
      voided: voidedOf(requirement, requirement.decisions, why),
    };
  }
  const counts = requirement.outcome === 'pending' || requirement.outcome === 'approved';
  if (!counts || !restarted.includes(requirement.stage)) return requirement;
  const attempt = stages.find(({ id }) => id === requirement.stage)?.attempt ?? 0;
  return { ...requirement, carriedTo: attempt + 1 };
}

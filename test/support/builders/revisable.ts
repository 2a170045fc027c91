import { contentDigest } from '../../../domain/ledger/digest.ts';
import type { PlannedComponent, PlanOutline, ReleasePlan } from '../../../domain/plan/plan.ts';
import type { Stage } from '../../../domain/plan/stage.ts';
import { applyFact } from '../../../domain/release/apply-fact.ts';
import type { ReleaseEvent } from '../../../domain/release/event.ts';
import { initialState, type ReleaseState } from '../../../domain/release/state.ts';
import { effectOf } from '../../../domain/revision/effect-of.ts';
import { outlineOf } from '../../../domain/revision/outline-of.ts';
import { aComponent, aPlan, aStage } from './plan.ts';

/** What of a plan a revision may change, in the tests. */
export type Scope = {
  /** Of the release; `spring` when it is left out. */
  readonly name?: string;
  /** Versions of the components that go out. */
  readonly versions: Readonly<Record<string, string>>;
  /** Whom the announcement in production tells. */
  readonly audience?: string;
  readonly checks?: number;
  readonly cab?: number;
  readonly soakMs?: number;
};

/** A plan as the story of a release knows it. */
export type Known = {
  readonly plan: ReleasePlan;
  readonly digest: string;
  readonly outline: PlanOutline;
};
const known = new Map<string, Known>();

/** A plan with its digest and outline. Each scope is made once: digests take long. */
export function planOf(scope: Scope): Known {
  const key = JSON.stringify(scope);
  const made = known.get(key) ?? knownOf(revisablePlan(scope));
  known.set(key, made);
  return made;
}

export function knownOf(plan: ReleasePlan): Known {
  return { plan, digest: contentDigest(plan), outline: outlineOf(plan) };
}

/** A plan through staging, with an acceptance test, to production, with an approval. */
function revisablePlan({
  name = 'spring',
  versions,
  audience = 'everyone',
  checks = 1,
  cab = 1,
  soakMs = 0,
}: Scope): ReleasePlan {
  const components = Object.entries(versions).map(([service, version]) =>
    versioned(service, version),
  );
  const names = components.map((component) => component.name);
  const at = (environment: string) => (stage: Stage) =>
    ({
      ...stage,
      id: stage.id.replace('production', environment),
      environment,
    }) as Stage;
  const lint = { gate: 'command', name: 'lint', command: ['lint'] } as const;
  const gates = names.map((component) => ({ component, definition: lint }));
  const check = { check: 'command', timeoutMs: 1_000 } as const;
  const staging = [
    aStage('promote'),
    aStage('deploy', { waves: [names] }),
    aStage('validate', {
      checks: Array.from({ length: checks }, (_, index) => ({
        ...check,
        name: `check-${index}`,
        command: ['true'],
      })),
    }),
    aStage('uat'),
  ].map(at('staging'));
  const [requirement] = aStage('approval').requirements;
  if (requirement === undefined) throw new Error('Somebody has to be asked.');
  const production = [
    aStage('promote', { from: 'staging', soakMs }),
    aStage('approval', { requirements: [{ ...requirement, count: cab }] }),
    aStage('window'),
    aStage('announce', { announcement: { audience: [audience], channels: ['log'], text: '!' } }),
    aStage('deploy', { waves: [names] }),
  ];
  const before = [aStage('build'), aStage('package'), aStage('gates', { gates })];
  const stages = [...before, ...staging, ...production, aStage('review')];
  return aPlan(stages, { name, components, environments: ['staging', 'production'] });
}

function versioned(name: string, version: string): PlannedComponent {
  const component = aComponent(name);
  const gates = [{ gate: 'command', name: 'lint', command: ['lint'] } as const];
  return {
    ...component,
    version,
    tag: `v${version}`,
    service: { ...component.service, gates },
  };
}

/** The state that events lead to. */
export function stateAfter(events: readonly ReleaseEvent[], from = initialState()): ReleaseState {
  return events.reduce(
    (state, event) => applyFact(state, { seq: state.seq + 1, at: '2026-11-21T12:00:00Z', event }),
    from,
  );
}

/** What a release records when it begins by a plan. */
export function startedBy({ plan, digest }: Known): ReleaseEvent {
  const { name, title, releaseClass, components, environments } = plan;
  return {
    type: 'release.started',
    planDigest: digest,
    name,
    title,
    releaseClass,
    requestedBy: 'rita',
    services: components.map((each) => each.name),
    environments,
    stages: plan.stages.map(({ id, kind, environment }) => ({ id, kind, environment })),
  };
}

/** What it records when it goes on by another one. */
export function revisedTo(before: Known, after: Known, state: ReleaseState): ReleaseEvent {
  const step = { before: before.outline, after: after.outline, by: 'rita' };
  const { dropped, ...effect } = effectOf(step, state);
  const { title, releaseClass, components, environments, stages } = after.plan;
  return {
    ...effect,
    type: 'plan.revised',
    from: before.digest,
    to: after.digest,
    reason: 'Plans change.',
    by: 'rita',
    statement: 'sha256:revision',
    revision: (state.revisions?.length ?? 0) + 2,
    dropped: dropped.map((component) => ({ component, reason: 'Not now.', followUp: null })),
    title,
    releaseClass,
    services: components.map(({ name }) => name),
    environments,
    stages: stages.map(({ id, kind, environment }) => ({ id, kind, environment })),
  };
}

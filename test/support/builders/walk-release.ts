import {
  evidenceDigestOf,
  manifestDigestOf,
  subjectDigestOf,
} from '../../../domain/approval/subject.ts';
import { type ReleasePlan, stageOf } from '../../../domain/plan/plan.ts';
import type { Stage } from '../../../domain/plan/stage.ts';
import type { ReleaseEvent } from '../../../domain/release/event.ts';
import { closesEnvironment, nextStage } from '../../../domain/release/next-stage.ts';
import type { ReleaseState } from '../../../domain/release/state.ts';
import { currentKey } from '../../../domain/revision/open-changes.ts';
import { planPartOf } from '../../../domain/revision/plan-part.ts';
import { type Known, stateAfter } from './revisable.ts';

/** A release that is walked through its stages without anything being done. */
export type Walk = {
  readonly state: ReleaseState;
  /** Every run of a stage that succeeded, in order, with the definition that it went by. */
  readonly runs: readonly { readonly stage: Stage; readonly versions: string }[];
};

/** Lets the next stage begin, and, unless it is to wait for people, succeed. */
export function step(known: Known, { state, runs }: Walk, waits: boolean): Walk {
  const { plan } = known;
  const next = nextStage(state);
  const stage = next === null ? undefined : stageOf(plan, next.id);
  if (next === null || stage === undefined) return { state, runs };
  const attempt = next.status === 'running' ? next.attempt : next.attempt + 1;
  const began: ReleaseEvent[] =
    next.status === 'running' ? [] : [{ type: 'stage.started', stage: stage.id, attempt }];
  const begun = stateAfter(began, state);
  const asked = stateAfter(question(known, stage, begun, attempt), begun);
  if (waits && isAsked(stage)) return { state: asked, runs };
  const done = stateAfter(effects(plan, stage, asked), asked);
  const closing = done.stages.find(({ id }) => id === stage.id);
  const passed: ReleaseEvent[] =
    closing !== undefined && stage.environment !== null && closesEnvironment(done, closing)
      ? [
          {
            type: 'environment.passed',
            environment: stage.environment,
            manifestDigest: manifestDigestOf(done),
          },
        ]
      : [];
  const summary = '';
  const ended = stateAfter(
    [...passed, { type: 'stage.succeeded', stage: stage.id, summary }],
    done,
  );
  return { state: ended, runs: [...runs, { stage, versions: versionsOf(plan) }] };
}

export const versionsOf = ({ components }: ReleasePlan): string =>
  components.map(({ name, version }) => `${name} ${version}`).join();

const isAsked = ({ kind }: Stage) => kind === 'approval' || kind === 'uat';

function question(
  { plan, outline }: Known,
  stage: Stage,
  state: ReleaseState,
  attempt: number,
): readonly ReleaseEvent[] {
  if (stage.kind !== 'approval' && stage.kind !== 'uat') return [];
  const id = stage.kind === 'uat' ? stage.id : 'production/cab';
  const { environment, kind } = stage;
  const known = state.requirements.find((each) => each.id === id);
  const isOpened =
    known !== undefined &&
    known.outcome !== 'superseded' &&
    (known.attempt === attempt || known.carriedTo === attempt);
  const wait = {
    id,
    stage: stage.id,
    kind,
    reason: '',
    clearedBy: [],
    remedy: '',
    until: null,
    then: null,
  };
  const began: ReleaseEvent = { type: 'wait.began', wait };
  if (isOpened) return known.outcome === 'pending' ? [began] : [];
  const planPart = planPartOf(outline, { id, stage: stage.id, environment });
  const evidenceDigest = evidenceDigestOf(state);
  const about = { requirement: id, environment, evidenceDigest, planPart, attempt };
  const subjectDigest = subjectDigestOf(plan.name, state, about);
  return [
    {
      type: 'requirement.opened',
      ...about,
      ...(planPart === undefined ? {} : { planPart }),
      stage: stage.id,
      kind,
      group: 'cab',
      count: 1,
      subjectDigest,
      deadline: '2027-01-01T00:00:00Z',
    },
    began,
  ];
}

/** What a stage records when all goes well. */
function effects(plan: ReleasePlan, stage: Stage, state: ReleaseState): readonly ReleaseEvent[] {
  const lacking = (known: readonly { readonly component: string }[]) =>
    plan.components.filter(({ name }) => !known.some(({ component }) => component === name));
  switch (stage.kind) {
    case 'build':
      return lacking(state.builds).map(({ name: component, tag }) => ({
        type: 'component.built',
        component,
        tag,
        commit: tag,
        authors: ['dana'],
        unknownAuthors: [],
      }));
    case 'package':
      return lacking(state.artifacts).map(({ name: component, version }) => {
        const digest = `sha256:${component}-${version}`;
        return { type: 'artifact.packaged', component, version, digest, sizeBytes: 1 };
      });
    case 'gates':
      return lacking(state.gates.filter((each) => each.stage === 'gates').flatMap(named)).map(
        ({ name, version }) => judged('gates', 'lint', name, version),
      );
    case 'validate':
      return stage.checks.map(({ name }) => judged(stage.id, name, null, versionsOf(plan)));
    case 'promote': {
      const { environment } = stage;
      const manifestDigest = manifestDigestOf(state);
      return [{ type: 'environment.admitted', environment, manifestDigest }];
    }
    case 'deploy':
      return plan.components.flatMap(({ name }) => brought(state, stage.environment, name));
    case 'uat':
    case 'approval':
      return decided(state, stage);
    default:
      return [];
  }
}

const named = ({ component }: ReleaseState['gates'][number]) =>
  component === null ? [] : [{ component }];

function judged(
  stage: string,
  gate: string,
  component: string | null,
  evidence: string,
): ReleaseEvent {
  const reference = { digest: `sha256:${gate} ${component} ${evidence}`, reference: '' };
  const verdict = 'pass';
  return { type: 'gate.judged', stage, gate, component, verdict, reason: '', evidence: reference };
}

function brought(
  state: ReleaseState,
  environment: string,
  component: string,
): readonly ReleaseEvent[] {
  const packed = state.artifacts.find((artifact) => artifact.component === component);
  const { digest = '', version = '' } = packed ?? {};
  const key = currentKey(state, environment, component);
  return [
    {
      type: 'compensation.registered',
      key,
      environment,
      component,
      what: 'deployment',
      to: { digest, version },
    },
    { type: 'change.applied', key, from: null, changed: true },
  ];
}

/** `cora` decides, unless what she decided still counts. */
function decided(state: ReleaseState, { id: stage, kind }: Stage): readonly ReleaseEvent[] {
  const asked = state.requirements.find((each) => each.stage === stage);
  if (asked === undefined || asked.outcome === 'approved') return [];
  const { id: about } = asked;
  const words = { says: 'approve', about, evidence: null, reason: '' };
  const statement = `${about}-${state.seq}`;
  return [
    {
      type: 'statement.accepted',
      id: statement,
      digest: statement,
      by: 'cora',
      kind: kind === 'uat' ? 'uat-verdict' : 'decision',
      ...words,
    },
    { type: 'wait.ended', wait: about, outcome: 'approved' },
    { type: 'requirement.settled', requirement: about, outcome: 'approved' },
  ];
}

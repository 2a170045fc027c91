import type { JudgedGate, ReleaseStory } from '../tell-story.ts';
import { isTraced } from '../trace-components.ts';
import { type Answerer, notShown, unless } from './evidence-base.ts';

/** The last judgement of every gate is a pass, or was waived by somebody who may. */
export const tested: Answerer = ({ story, record }) => {
  const stages = stagesOf(record.plan.stages, ['gates', 'promote']);
  const gates = lastOf(story.gates.filter(({ stage }) => stages.has(stage)));
  const waived = new Set(
    story.askedDeviations.flatMap(({ scope, used }) =>
      scope.kind === 'gate' && used !== null ? [keyOf(scope)] : [],
    ),
  );
  const against = gates.filter((gate) => gate.verdict !== 'pass' && !waived.has(keyOf(gate)));
  return unless(against.map(tellGate), gates.map(tellGate), 'No gate has judged anything.');
};

/** What was brought to users was seen working by checks, canaries or watching. */
export const seenWorking: Answerer = ({ story, record, facts }) => {
  const stages = stagesOf(record.plan.stages, ['validate', 'canary', 'stabilize']);
  const ended = facts.flatMap(({ event, at }) =>
    event.type === 'stage.succeeded' && stages.has(event.stage)
      ? [`${event.stage} ended well at ${at}: ${event.summary}`]
      : [],
  );
  const failed = lastOf(story.gates.filter(({ stage }) => stages.has(stage))).filter(
    ({ verdict }) => verdict !== 'pass',
  );
  return unless(failed.map(tellGate), ended, 'Nothing looked at it after it was deployed.');
};

/** Version, digest, commit and tag of everything that stands somewhere follow from each other. */
export const traceable: Answerer = ({ story }) => {
  const told = story.components.map(
    ({ component, version, artifactDigest, commit, tag, places }) =>
      `${component} ${version}: artifact ${artifactDigest ?? 'not recorded'}, commit ` +
      `${commit ?? 'not recorded'}, tag ${tag}, in ` +
      `${places.map(({ environment }) => environment).join(', ') || 'no environment'}.`,
  );
  const broken = story.components.filter((component) => !isTraced(component));
  return unless(
    broken.map(({ component }) => `${component} cannot be followed back to its source.`),
    told,
    'The plan has no component.',
  );
};

/** It stood in another environment, with the same digests, before it came to where users are. */
export const environmentsApart: Answerer = ({ story }) => {
  if (story.environments.length < 2) {
    return notShown(`The plan knows one environment: ${story.environments.join()}.`);
  }
  const last = story.environments.at(-1);
  const entered = story.admitted.find(({ environment }) => environment === last);
  const before = story.passed.filter(({ environment }) => environment !== last);
  if (entered === undefined) return notShown(`It has not come to ${last}.`);
  const differing = before.filter(
    ({ manifestDigest }) => manifestDigest !== entered.manifestDigest,
  );
  return unless(
    differing.map(({ environment }) => `What passed ${environment} is not what came to ${last}.`),
    before.map(
      ({ environment, at, manifestDigest }) =>
        `${manifestDigest} passed ${environment} at ${at}, and came to ${last} at ${entered.at}.`,
    ),
    `It came to ${last} without having passed another environment.`,
  );
};

export const announced: Answerer = ({ story }) =>
  unless(
    [],
    story.announcements.map(({ stage, reference }) => `${stage}: ${reference}`),
    'Nothing was announced.',
  );

/** A way back was planned; where it was gone, what served before serves again. */
export const wayBack: Answerer = ({ story, record }) => {
  const { rollback: planned } = record.plan;
  const { rollback } = story;
  const facts = [
    ...(planned === null ? [] : ['The plan says when and how it is taken back (plan.json).']),
    ...(rollback === null
      ? []
      : rollback.validations.map(
          ({ environment, verdict, at, reason }) =>
            `After the rollback ${environment} was looked at, ${at}: ${verdict}. ${reason}`,
        )),
  ];
  const against =
    rollback === null
      ? []
      : [
          ...(rollback.finishedAt === null ? ['The rollback has not ended.'] : []),
          ...rollback.validations
            .filter(({ verdict }) => verdict !== 'pass')
            .map(({ environment }) => `${environment} was not seen restored.`),
        ];
  return unless(against, facts, 'The plan names no way back.');
};

function stagesOf(
  stages: readonly { readonly id: string; readonly kind: string }[],
  kinds: readonly string[],
): ReadonlySet<string> {
  return new Set(stages.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id));
}

type GateName = {
  readonly stage: string;
  readonly gate: string;
  readonly component: string | null;
};

const keyOf = ({ stage, gate, component }: GateName) => [stage, gate, component].join('\n');

function lastOf(gates: ReleaseStory['gates']): readonly JudgedGate[] {
  return [...new Map(gates.map((gate) => [keyOf(gate), gate])).values()];
}

function tellGate({ stage, gate, component, verdict, at, evidence }: JudgedGate): string {
  const of = component === null ? '' : ` of ${component}`;
  return `${stage}: ${gate}${of}: ${verdict} at ${at}, evidence ${evidence ?? 'none'}.`;
}

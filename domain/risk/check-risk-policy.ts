import type { CatalogIndex } from '../plan/catalog-index.ts';
import { checkPeople } from '../plan/check-people.ts';
import { checkReference, checkUnique } from '../plan/check-reference.ts';
import type { Policy } from '../plan/policy.ts';
import type { PlanProblem, PlanProblems } from '../plan/problem.ts';
import type { RequirementPolicy } from '../plan/requirement-policy.ts';
import type { RiskPolicy } from './risk-policy.ts';
import { criticalities } from './scale.ts';

const at = '/spec/risk';

/** What is wrong with how a policy weighs releases. */
export function* checkRiskPolicy({ risk, classes }: Policy, index: CatalogIndex): PlanProblems {
  if (risk === undefined) return;
  yield* checkWeights(risk);
  yield* checkModels(risk, index);
  const { cab, peer } = risk.reviews;
  if (cab !== undefined) yield* checkPeople(`${at}/reviews/cab`, 'deadline', cab, index);
  if (peer?.group !== undefined) {
    const { group } = peer;
    yield* checkPeople(`${at}/reviews/peer`, 'deadline', { ...peer, group }, index);
  }
  for (const [position, { when, require }] of risk.rules.entries()) {
    yield* checkPeople(`${at}/rules/${position}/require`, 'deadline', require, index);
    for (const [place, name] of (when.environments ?? []).entries()) {
      const pointer = `${at}/rules/${position}/when/environments/${place}`;
      const origin = { document: 'policy', pointer } as const;
      yield* checkReference(origin, 'environment', name, index.environments);
    }
  }
  yield* checkIds(risk, classes);
}

/** Otherwise saying that a service is more critical would make its releases look safer. */
function* checkWeights({ weights }: RiskPolicy): PlanProblems {
  for (const [position, level] of criticalities.entries()) {
    const below = criticalities[position - 1];
    if (below === undefined) continue;
    if (weights.criticality[level] >= weights.criticality[below]) continue;
    const pointer = `${at}/weights/criticality/${level}`;
    const message = `The criticality ${level} weighs less than ${below}.`;
    yield problem('weight-falls', pointer, message, 'Let the points of each level at least stay.');
  }
}

function* checkModels({ changeModels }: RiskPolicy, { services }: CatalogIndex): PlanProblems {
  const names = changeModels.map(({ name }) => name);
  yield* checkUnique('policy', (position) => `${at}/changeModels/${position}/name`, names);
  for (const [position, model] of changeModels.entries()) {
    for (const [place, service] of model.services.entries()) {
      const pointer = `${at}/changeModels/${position}/services/${place}`;
      yield* checkReference({ document: 'policy', pointer }, 'service', service, services);
    }
  }
}

type Named = { readonly pointer: string; readonly requirement: { id: string; group: string } };

/** One id is one group: people decide about requirements by their ids. */
function* checkIds(risk: RiskPolicy, classes: Policy['classes']): PlanProblems {
  const asked = askedFor(risk);
  const written: readonly Named[] = Object.entries(classes).flatMap(([name, rules]) =>
    Object.entries(rules?.environments ?? {}).flatMap(([environment, { approvals = [] }]) =>
      approvals.map((requirement, position) => ({
        pointer: `/spec/classes/${name}/environments/${environment}/approvals/${position}/id`,
        requirement,
      })),
    ),
  );
  for (const { pointer, requirement } of asked) {
    if (requirement.id === 'uat') {
      const message = 'An approval cannot be called `uat`: that is the acceptance test.';
      yield problem('reserved-name', pointer, message, 'Choose another id, such as the group.');
    }
  }
  for (const [position, { pointer, requirement }] of [...asked, ...written].entries()) {
    const other = asked
      .slice(0, position)
      .find((each) => each.requirement.id === requirement.id)?.requirement;
    if (other === undefined || other.group === requirement.group) continue;
    const message = `\`${requirement.id}\` asks \`${other.group}\` in \`risk\` already.`;
    const remedy = `Choose another id, or ask \`${other.group}\` here too.`;
    yield problem('duplicate-name', pointer, message, remedy);
  }
}

function askedFor({ reviews, rules }: RiskPolicy): readonly Named[] {
  const named = (pointer: string, requirement: Pick<RequirementPolicy, 'id' | 'group'>) => ({
    pointer,
    requirement,
  });
  const { cab, peer } = reviews;
  return [
    ...(cab === undefined ? [] : [named(`${at}/reviews/cab/group`, { ...cab, id: 'cab' })]),
    ...(peer?.group === undefined
      ? []
      : [named(`${at}/reviews/peer/group`, { id: 'peer', group: peer.group })]),
    ...rules.map(({ require }, position) => named(`${at}/rules/${position}/require/id`, require)),
  ];
}

function problem(code: string, pointer: string, message: string, remedy: string): PlanProblem {
  return { code, pointer, document: 'policy', message, remedy };
}

import { checkAudienceName } from '../message/check-audience.ts';
import type { Audience } from '../message/message.ts';
import { checkRiskPolicy } from '../risk/check-risk-policy.ts';
import type { Catalog } from './catalog.ts';
import { type CatalogIndex, indexCatalog } from './catalog-index.ts';
import { checkEnvironmentPolicy } from './check-environment-policy.ts';
import { checkNamingPolicy } from './check-naming.ts';
import { checkReference } from './check-reference.ts';
import type { ClassPolicy, Policy } from './policy.ts';
import { collectProblems, type PlanProblem, type PlanProblems } from './problem.ts';

/**
 * Everything in a policy that the catalog does not know, that can never be met, or that contradicts
 * itself. All problems at once; an empty list means that the policy can be applied.
 */
export function checkPolicy(
  policy: Policy,
  catalog: Catalog,
  audiences: readonly Audience[] = [],
): readonly PlanProblem[] {
  const index = indexCatalog(catalog);
  return collectProblems([
    ...checkNamingPolicy(policy),
    ...problemsOf(policy, index),
    ...audienceProblems(policy, audiences),
    ...checkRiskPolicy(policy, index),
  ]);
}

function* problemsOf({ classes }: Policy, index: CatalogIndex): PlanProblems {
  for (const [name, classPolicy] of Object.entries(classes)) {
    if (classPolicy !== undefined) yield* checkClass(`/spec/classes/${name}`, classPolicy, index);
  }
}

function* audienceProblems({ classes }: Policy, audiences: readonly Audience[]): PlanProblems {
  for (const [name, classPolicy] of Object.entries(classes)) {
    const at = `/spec/classes/${name}`;
    for (const [index, { to }] of (classPolicy?.notify ?? []).entries()) {
      yield* checkAudienceName(`${at}/notify/${index}/to`, to, audiences);
    }
    for (const [environment, { announce }] of Object.entries(classPolicy?.environments ?? {})) {
      if (announce === undefined || !('to' in announce)) continue;
      const pointer = `${at}/environments/${environment}/announce/to`;
      yield* checkAudienceName(pointer, announce.to, audiences);
    }
  }
}

function* checkClass(
  at: string,
  { responsible, environments, review, scopeFrozenAfter, deviations = {} }: ClassPolicy,
  index: CatalogIndex,
): PlanProblems {
  const refer = (key: string, group: string) =>
    checkReference({ document: 'policy', pointer: `${at}/${key}` }, 'group', group, index.groups);
  yield* refer('responsible', responsible);
  yield* refer('review/owner', review.owner);
  yield* refer('review/escalateTo', review.escalateTo);
  for (const [kind, rule] of Object.entries(deviations)) {
    yield* refer(`deviations/${kind}/grantedBy`, rule.grantedBy);
  }
  if (scopeFrozenAfter !== undefined) yield* checkFreeze(at, scopeFrozenAfter, environments);
  for (const [name, environment] of Object.entries(environments)) {
    const pointer = `${at}/environments/${name}`;
    yield* checkReference({ document: 'policy', pointer }, 'environment', name, index.environments);
    yield* checkEnvironmentPolicy(pointer, name, environment, index);
  }
}

/** A release need not go through every environment, but a stage of no environment is a mistake. */
function* checkFreeze(
  at: string,
  stage: string,
  environments: ClassPolicy['environments'],
): PlanProblems {
  const [place = '', kind] = stage.split('/');
  const before = ['build', 'package', 'gates'];
  if (kind === undefined ? before.includes(place) : place in environments) return;
  const message = `\`${stage}\` is no stage of this class.`;
  const places = Object.keys(environments).map((name) => `${name}/…`);
  yield {
    code: 'unknown-stage',
    document: 'policy',
    pointer: `${at}/scopeFrozenAfter`,
    message,
    remedy: `Name a stage as plans do: ${[...before, ...places].join(', ')}.`,
  };
}

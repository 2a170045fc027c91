import { type GrantedLowering, isGrantedFor } from '../deviation/lowering.ts';
import { checkIrreversible } from '../migration/check-irreversible.ts';
import type { Catalog } from '../plan/catalog.ts';
import { type CatalogIndex, indexCatalog } from '../plan/catalog-index.ts';
import { orderEnvironments } from '../plan/order-environments.ts';
import type { ClassPolicy, DeviationRule, Policy } from '../plan/policy.ts';
import type { PlanProblem } from '../plan/problem.ts';
import type { ReleaseSpec } from '../plan/spec.ts';
import { assessRisk } from './assess-risk.ts';
import type { RiskAssessment } from './assessment.ts';
import { checkRisk } from './check-risk.ts';
import type { RiskFacts } from './facts.ts';
import { loweringRule, loweringScope, lowerRigor } from './lower-rigor.ts';
import { releaseFacts } from './release-facts.ts';
import { withRequiredApprovals } from './required-approvals.ts';
import { type RiskPolicy, usualRiskPolicy } from './risk-policy.ts';
import { criticalities, highestOf, personalDataClasses } from './scale.ts';
import type { ServiceHistory } from './service-history.ts';
import { isIrreversible } from './weigh-factors.ts';

type Sources = {
  readonly spec: ReleaseSpec;
  readonly catalog: Catalog;
  readonly policy: Policy;
  readonly classPolicy: ClassPolicy;
  readonly history?: readonly ServiceHistory[];
  /** What others have granted for a release of this name, and may be used now. */
  readonly lowerings?: readonly GrantedLowering[];
};

type AssessedRelease = {
  readonly assessment: RiskAssessment;
  /** The class policy with the approvals that the risk asks for. */
  readonly classPolicy: ClassPolicy;
  /** By what the release has less rigor than its risk asks for. */
  readonly lowering?: GrantedLowering;
  /** What would have to be granted for that, whether it was or not; null: nothing. */
  readonly asked: AskedLowering | null;
  readonly problems: readonly PlanProblem[];
};

export type AskedLowering = {
  readonly scope: GrantedLowering['scope'];
  /** Null where the policy names nobody who grants it. */
  readonly rule: DeviationRule | null;
};

/**
 * The risk of a release, or null where neither policy nor release says anything of risk and nothing
 * handles personal data: then the release is what it was before there was an assessment.
 */
export function assessRelease(sources: Sources): AssessedRelease | null {
  const { spec, catalog, policy, classPolicy, history = [] } = sources;
  const index = indexCatalog(catalog);
  const facts = releaseFacts({ spec, catalog, index, policy, classPolicy, history });
  if (!isAssessed(spec, policy, facts)) return null;
  const risk = policy.risk ?? usualRiskPolicy;
  const weighed = assessRisk(facts, risk);
  const asked = askedLowering(weighed, sources);
  const lowering =
    asked === null ? undefined : sources.lowerings?.find((each) => isGrantedFor(each, asked));
  const assessment =
    lowering === undefined
      ? weighed
      : lowerRigor(weighed, spec, { id: lowering.id, levels: lowering.scope.levels });
  const owners = ownersOf(facts, index);
  const approved = {
    releaseClass: spec.releaseClass,
    assessment,
    criticality: highestCriticality(facts, risk),
    owners,
    ends: endsOf(spec, index),
    irreversible: facts.components.some(isIrreversible),
  };
  const isLowered = lowering !== undefined;
  return {
    assessment,
    classPolicy: withRequiredApprovals(classPolicy, approved, risk),
    ...(isLowered ? { lowering } : {}),
    asked,
    problems: [
      ...checkRisk({ spec, assessment, isLowered, policy: risk, owners, index }),
      ...checkIrreversible(spec, index, approved, { risk, classPolicy }),
    ],
  };
}

function askedLowering(
  weighed: RiskAssessment,
  { spec, policy }: Pick<Sources, 'spec' | 'policy'>,
): AskedLowering | null {
  const scope = loweringScope(spec, weighed);
  if (scope === null) return null;
  return { scope, rule: loweringRule(policy, spec.releaseClass, scope.levels) };
}

function isAssessed(spec: ReleaseSpec, policy: Policy, { components }: RiskFacts): boolean {
  const { classification, failureModes, delivery } = spec;
  const statements = [policy.risk, classification, failureModes, delivery];
  return (
    statements.some((statement) => statement !== undefined) ||
    components.some(
      ({ raises, dataClasses }) =>
        raises.length > 0 || dataClasses?.some((each) => personalDataClasses.includes(each)),
    )
  );
}

function ownersOf({ components }: RiskFacts, { services }: CatalogIndex): readonly string[] {
  const owners = components.flatMap(({ service }) => services.get(service)?.owner ?? []);
  return [...new Set(owners)].toSorted();
}

function highestCriticality({ components }: RiskFacts, { unstatedCriticality }: RiskPolicy) {
  const levels = components.map(({ criticality }) => criticality ?? unstatedCriticality);
  return highestOf(criticalities, levels);
}

/** The environments that none of the release's others promotes from. */
function endsOf(spec: ReleaseSpec, { environments }: CatalogIndex): readonly string[] {
  const passed = orderEnvironments(spec.environments, environments);
  const left = new Set(passed.map(({ promotesFrom }) => promotesFrom));
  return passed.map(({ name }) => name).filter((name) => !left.has(name));
}

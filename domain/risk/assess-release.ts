import { checkIrreversible } from '../migration/check-irreversible.ts';
import type { Catalog } from '../plan/catalog.ts';
import { type CatalogIndex, indexCatalog } from '../plan/catalog-index.ts';
import { orderEnvironments } from '../plan/order-environments.ts';
import type { ClassPolicy, Policy } from '../plan/policy.ts';
import type { PlanProblem } from '../plan/problem.ts';
import type { ReleaseSpec } from '../plan/spec.ts';
import { assessRisk } from './assess-risk.ts';
import type { RiskAssessment } from './assessment.ts';
import { checkRisk } from './check-risk.ts';
import type { RiskFacts } from './facts.ts';
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
};

type AssessedRelease = {
  readonly assessment: RiskAssessment;
  /** The class policy with the approvals that the risk asks for. */
  readonly classPolicy: ClassPolicy;
  readonly problems: readonly PlanProblem[];
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
  const assessment = assessRisk(facts, risk);
  const owners = ownersOf(facts, index);
  const approved = {
    releaseClass: spec.releaseClass,
    assessment,
    criticality: highestCriticality(facts, risk),
    owners,
    ends: endsOf(spec, index),
    irreversible: facts.components.some(isIrreversible),
  };
  return {
    assessment,
    classPolicy: withRequiredApprovals(classPolicy, approved, risk),
    problems: [
      ...checkRisk({ spec, assessment, policy: risk, owners, index }),
      ...checkIrreversible(spec, index, approved, { risk, classPolicy }),
    ],
  };
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

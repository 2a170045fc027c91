import type { RiskAssessment } from './assessment.ts';
import { choosePath } from './choose-path.ts';
import { classify } from './classify.ts';
import type { RiskFacts } from './facts.ts';
import { riskPriorityNumber } from './failure-mode.ts';
import { recommendDelivery } from './recommend-delivery.ts';
import type { RiskPolicy } from './risk-policy.ts';
import { weighFactors } from './weigh-factors.ts';

/**
 * Classifies and weighs a release, and says who therefore has to say yes. Raising any of the facts
 * never lowers the score, the path or the class; a test holds it to that.
 */
export function assessRisk(facts: RiskFacts, policy: RiskPolicy): RiskAssessment {
  const factors = weighFactors(facts, policy);
  const score = factors.reduce((sum, { points }) => sum + points, 0);
  const classification = classify(facts, score, policy);
  const { path, reasons } = choosePath(facts, classification, score, policy);
  const failureModes = facts.failureModes
    .map((mode) => ({ ...mode, priorityNumber: riskPriorityNumber(mode) }))
    .toSorted((one, other) => other.priorityNumber - one.priorityNumber);
  const delivery = recommendDelivery(facts, score, policy);
  return {
    classification,
    score,
    factors,
    history: facts.components.flatMap(({ history }) => history ?? []),
    failureModes,
    path,
    pathReasons: reasons,
    delivery,
  };
}

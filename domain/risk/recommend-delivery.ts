import type { RiskAssessment } from './assessment.ts';
import type { RiskFacts } from './facts.ts';
import type { RiskPolicy } from './risk-policy.ts';
import type { RolloutModel, RolloutStrategy } from './scale.ts';
import { isIrreversible } from './weigh-factors.ts';

type Recommended<Choice> = { readonly recommended: Choice; readonly reason: string };

/** How the release should reach its users, beside how the plan will bring it to them. */
export function recommendDelivery(
  facts: RiskFacts,
  score: number,
  policy: RiskPolicy,
): RiskAssessment['delivery'] {
  const { model, strategy, stated } = facts.delivery;
  return {
    model: { ...recommendModel(facts, score, policy), planned: model },
    strategy: { ...recommendStrategy(facts, score, policy), planned: strategy },
    departure: stated.reason ?? null,
  };
}

/** By risk, by whether users meet it, and by how hard the way back is. */
function recommendModel(
  { components }: RiskFacts,
  score: number,
  { thresholds: { phasedFrom } }: RiskPolicy,
): Recommended<RolloutModel> {
  if (components.every(({ exposed }) => !exposed)) {
    return { recommended: 'big-bang', reason: 'No users reach it through the gateway.' };
  }
  if (components.some(isIrreversible)) {
    const reason = 'What it changes cannot be taken back, so few users meet it first.';
    return { recommended: 'phased', reason };
  }
  if (score < phasedFrom) {
    const reason = `Its score is ${score}, and below ${phasedFrom} all users may meet it at once.`;
    return { recommended: 'big-bang', reason };
  }
  const reason = `Its score is ${score}, and from ${phasedFrom} on few users meet it first.`;
  return { recommended: 'phased', reason };
}

/** By risk, by what monitoring would notice, and by whether two versions can share their state. */
function recommendStrategy(
  facts: RiskFacts,
  score: number,
  policy: RiskPolicy,
): Recommended<RolloutStrategy> {
  const model = recommendModel(facts, score, policy);
  if (model.recommended === 'big-bang') return { recommended: 'all-at-once', reason: model.reason };
  const exposed = facts.components.filter((component) => component.exposed);
  if (exposed.some(({ stateful }) => stateful)) {
    const reason = 'Its instances keep state, so they are replaced one after the other.';
    return { recommended: 'rolling', reason };
  }
  if (exposed.some(({ monitoring }) => monitoring === 'none')) {
    const reason = 'Nothing would be seen of a canary, so the way back is kept standing instead.';
    return { recommended: 'blue-green', reason };
  }
  return { recommended: 'canary', reason: `${model.reason} Their requests judge it.` };
}

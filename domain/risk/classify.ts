import type { ReleaseClass } from '../plan/spec.ts';
import type { Classification } from './assessment.ts';
import type { ComponentFacts, RiskFacts } from './facts.ts';
import type { ChangeModel, RiskPolicy } from './risk-policy.ts';
import {
  type ChangeType,
  criticalities,
  dataClasses,
  highestOf,
  isBelow,
  personalDataClasses,
  type ReleaseType,
  releaseTypes,
  type Tier,
  tiers,
} from './scale.ts';
import { breaks, dataOf } from './weigh-factors.ts';

/**
 * What a release is, from what it consists of. What its spec states raises type and tier, and never
 * lowers them.
 */
export function classify(facts: RiskFacts, score: number, policy: RiskPolicy): Classification {
  const type = highestOf(releaseTypes, [ruledType(facts), facts.stated.type ?? releaseTypes[0]]);
  const tier = highestOf(tiers, [ruledTier(facts, policy), facts.stated.tier ?? tiers[0]]);
  const handled = new Set(facts.components.flatMap(dataOf));
  const model = policy.changeModels.find(({ name }) => name === facts.stated.changeModel);
  const unfit = model === undefined ? [] : whyUnfit(model, facts, type, score);
  const fits = model !== undefined && unfit.length === 0;
  const leastClass = leastClassOf(fits, score, policy);
  return {
    type,
    tier,
    changeType: changeTypeOf(facts.releaseClass, leastClass),
    leastClass,
    changeModel: fits ? model.name : null,
    dataClasses: dataClasses.filter((each) => handled.has(each)),
    personalData: personalDataClasses.some((each) => handled.has(each)),
    reasons: [
      `Its type is ${type}: ${whyType(facts, type)}.`,
      `Its tier is ${tier}: ${whyTier(facts, tier, policy)}.`,
      `Its class is at least ${leastClass}: ${whyClass(facts, leastClass, unfit)}.`,
    ],
  };
}

/** The type that follows from the content alone. */
function ruledType({ components, releaseClass }: RiskFacts): ReleaseType {
  const types = components.map(typeOf);
  return highestOf(releaseTypes, releaseClass === 'emergency' ? ['hotfix', ...types] : types);
}

function typeOf(component: ComponentFacts): ReleaseType {
  if (breaks(component)) return 'major';
  if (component.content === 'configuration') return 'configuration';
  if (component.content !== 'code' || component.raises.includes('schema-change')) return 'data';
  return component.bump === 'patch' ? 'patch' : 'minor';
}

/** The tier that follows from the catalog alone. */
function ruledTier({ components }: RiskFacts, policy: RiskPolicy): Tier {
  const levels = components.map(({ criticality }) => criticality ?? policy.unstatedCriticality);
  const highest = highestOf(criticalities, levels);
  const isBelowIt = isBelow(criticalities, highest, policy.thresholds.strategicFrom);
  return isBelowIt ? 'operational' : 'strategic';
}

/** The lowest class that the rules allow; `standard` is for what a model was approved for. */
function leastClassOf(fits: boolean, score: number, { thresholds }: RiskPolicy): ReleaseClass {
  if (fits) return 'standard';
  const { majorFrom } = thresholds;
  return majorFrom !== null && score >= majorFrom ? 'major' : 'normal';
}

function changeTypeOf(stated: ReleaseClass, least: ReleaseClass): ChangeType {
  if (stated === 'emergency') return 'emergency';
  return stated === 'standard' && least === 'standard' ? 'standard' : 'normal';
}

/** What keeps a release from following a model, as ends of a sentence. */
function whyUnfit(
  { name, services, maximumType, maximumScore }: ChangeModel,
  { components }: RiskFacts,
  type: ReleaseType,
  score: number,
): readonly string[] {
  const others = components
    .map(({ service }) => service)
    .filter((service) => services.length > 0 && !services.includes(service));
  return [
    ...others.map((service) => `the model \`${name}\` is not for \`${service}\``),
    ...(isBelow(releaseTypes, maximumType, type)
      ? [`the model \`${name}\` ends at the type ${maximumType}, and this is ${type}`]
      : []),
    ...(score > maximumScore
      ? [`the model \`${name}\` ends at a score of ${maximumScore}, and this has ${score}`]
      : []),
  ];
}

function whyType({ stated, releaseClass }: RiskFacts, type: ReleaseType): string {
  if (stated.type === type) return 'the release says so';
  if (type === 'hotfix' && releaseClass === 'emergency') return 'it cannot wait';
  return 'that follows from its components and their versions';
}

function whyTier({ stated }: RiskFacts, tier: Tier, { thresholds }: RiskPolicy): string {
  if (stated.tier === tier) return 'the release says so';
  const from = `a component whose criticality is ${thresholds.strategicFrom} or more`;
  return tier === 'strategic' ? `it has ${from}` : `it has no ${from.slice(2)}`;
}

function whyClass({ stated }: RiskFacts, least: ReleaseClass, unfit: readonly string[]): string {
  if (least === 'standard') return `it follows the model \`${stated.changeModel}\``;
  if (least === 'major') return 'its score asks for it';
  if (unfit.length > 0) return unfit.join('; ');
  return 'it follows no pre-approved model';
}

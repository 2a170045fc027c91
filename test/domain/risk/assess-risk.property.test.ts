import fc from 'fast-check';
import { releaseClasses } from '../../../domain/plan/spec.ts';
import { assessRisk } from '../../../domain/risk/assess-risk.ts';
import type { ComponentFacts, RiskFacts } from '../../../domain/risk/facts.ts';
import { type RiskPolicy, usualRiskPolicy } from '../../../domain/risk/risk-policy.ts';
import {
  approvalPaths,
  criticalities,
  dataClasses,
  declaredRisks,
  releaseTypes,
  serviceContents,
  tiers,
} from '../../../domain/risk/scale.ts';
import { aComponentsFacts } from '../../support/builders/risk-facts.ts';

const points = fc.integer({ min: 0, max: 40 });
const rating = fc.integer({ min: 1, max: 10 });

const history = fc.record({
  service: fc.constant(''),
  version: fc.option(fc.constant('1.0.0')),
  isLongAgo: fc.boolean(),
  failures: fc.integer({ min: 0, max: 5 }),
});

const component: fc.Arbitrary<ComponentFacts> = fc.record({
  service: fc.constantFrom('web', 'orders', 'payments', 'schema', 'search'),
  criticality: fc.option(fc.constantFrom(...criticalities)),
  dataClasses: fc.option(fc.subarray([...dataClasses])),
  content: fc.constantFrom(...serviceContents),
  stateful: fc.boolean(),
  monitoring: fc.option(fc.constantFrom('none' as const, 'basic' as const)),
  exposed: fc.boolean(),
  bump: fc.option(fc.constantFrom('major' as const, 'minor' as const, 'patch' as const)),
  raises: fc.subarray([...declaredRisks]),
  history: fc.option(history),
});

const mode = fc.record({
  failure: fc.constant('It fails.'),
  effect: fc.constant('It hurts.'),
  severity: rating,
  occurrence: rating,
  detection: rating,
  mitigation: fc.constant('It is watched.'),
  owner: fc.constant('engineers'),
});

const facts: fc.Arbitrary<RiskFacts> = fc.record({
  releaseClass: fc.constantFrom(...releaseClasses),
  stated: fc.record(
    {
      type: fc.constantFrom(...releaseTypes),
      tier: fc.constantFrom(...tiers),
      path: fc.constantFrom(...approvalPaths),
      changeModel: fc.constantFrom('routine', 'unknown'),
    },
    { requiredKeys: [] },
  ),
  components: fc.uniqueArray(component, { selector: ({ service }) => service, minLength: 1 }),
  dependents: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd')),
  failureModes: fc.array(mode, { maxLength: 3 }),
  delivery: fc.constant({ model: 'phased', strategy: 'canary', stated: {} }),
});

const policy: fc.Arbitrary<RiskPolicy> = fc
  .record({
    criticality: fc.array(points, { minLength: 4, maxLength: 4 }),
    cabFrom: fc.integer({ min: 0, max: 150 }),
    majorFrom: fc.option(fc.integer({ min: 0, max: 150 })),
    maximumScore: fc.integer({ min: 0, max: 150 }),
    maximumType: fc.constantFrom(...releaseTypes),
    services: fc.constantFrom([], ['web', 'orders']),
    data: fc.record(Object.fromEntries(dataClasses.map((each) => [each, points]))),
  })
  .map((given) => {
    const { cabFrom, majorFrom, maximumScore, maximumType, services } = given;
    const [low = 0, medium = 0, high = 0, critical = 0] = given.criticality.toSorted(
      (one, other) => one - other,
    );
    const { weights, thresholds } = usualRiskPolicy;
    return {
      ...usualRiskPolicy,
      weights: {
        ...weights,
        criticality: { low, medium, high, critical },
        dataClass: { ...weights.dataClass, ...given.data },
      },
      thresholds: { ...thresholds, cabFrom, majorFrom },
      changeModels: [{ name: 'routine', services, maximumType, maximumScore }],
    };
  });

/** Each makes one thing of a component worse, or leaves it when it is at its worst. */
const worseComponent: readonly ((given: ComponentFacts) => ComponentFacts)[] = [
  (given) => {
    const { criticality } = given;
    return criticality === null
      ? given
      : { ...given, criticality: next(criticalities, criticality) };
  },
  ...dataClasses.map((each) => (given: ComponentFacts) => {
    const known = given.dataClasses;
    return known === null ? given : { ...given, dataClasses: [...known, each] };
  }),
  ...declaredRisks.map((each) => (given: ComponentFacts) => ({
    ...given,
    raises: [...given.raises, each],
  })),
  (given) => ({ ...given, bump: 'major' as const }),
  (given) => {
    if (given.history === null) return given;
    return { ...given, history: { ...given.history, failures: given.history.failures + 1 } };
  },
  (given) => {
    if (given.history === null) return given;
    return { ...given, history: { ...given.history, isLongAgo: true } };
  },
];

const worseRelease: readonly ((given: RiskFacts) => RiskFacts)[] = [
  (given) => ({ ...given, dependents: [...given.dependents, 'one-more'] }),
  (given) => ({ ...given, components: [...given.components, aComponentsFacts()] }),
  (given) => ({ ...given, releaseClass: next(releaseClasses, given.releaseClass) }),
  (given) => ({ ...given, stated: { ...given.stated, path: 'cab' } }),
  (given) => ({ ...given, stated: { ...given.stated, type: 'major' } }),
  (given) => ({ ...given, stated: { ...given.stated, tier: 'strategic' } }),
  ...(['severity', 'occurrence', 'detection'] as const).map((each) => (given: RiskFacts) => ({
    ...given,
    failureModes: given.failureModes.map((one) => ({ ...one, [each]: 10 })),
  })),
];

function next<Level>(scale: readonly Level[], level: Level): Level {
  return scale[scale.indexOf(level) + 1] ?? level;
}

const worse = fc.oneof(
  fc.constantFrom(...worseRelease),
  fc.record({ change: fc.constantFrom(...worseComponent), at: fc.nat(4) }).map(
    ({ change, at }) =>
      (given: RiskFacts): RiskFacts => ({
        ...given,
        components: given.components.map((each, index) =>
          index === at % given.components.length ? change(each) : each,
        ),
      }),
  ),
);

const classRank = (given: string) => ['standard', 'normal', 'major'].indexOf(given);

test('raising anything lowers neither the score, nor the path, nor the class', () => {
  fc.assert(
    fc.property(
      facts,
      policy,
      fc.array(worse, { minLength: 1, maxLength: 3 }),
      (given, rules, changes) => {
        const before = assessRisk(given, rules);
        const after = assessRisk(
          changes.reduce((so, change) => change(so), given),
          rules,
        );
        expect(after.score).toBeGreaterThanOrEqual(before.score);
        expect(approvalPaths.indexOf(after.path)).toBeGreaterThanOrEqual(
          approvalPaths.indexOf(before.path),
        );
        expect(releaseTypes.indexOf(after.classification.type)).toBeGreaterThanOrEqual(
          releaseTypes.indexOf(before.classification.type),
        );
        expect(classRank(after.classification.leastClass)).toBeGreaterThanOrEqual(
          classRank(before.classification.leastClass),
        );
      },
    ),
    { numRuns: 2000 },
  );
});

test('the score is the sum of its factors, and each has points and a reason', () => {
  fc.assert(
    fc.property(facts, policy, (given, rules) => {
      const { score, factors } = assessRisk(given, rules);
      expect(factors.reduce((sum, factor) => sum + factor.points, 0)).toBe(score);
      for (const factor of factors) {
        expect(factor.points).toBeGreaterThan(0);
        expect(factor.reason).toMatch(/\S\.$/);
      }
    }),
  );
});

test('only what a model was approved for goes by itself, and never with personal data', () => {
  fc.assert(
    fc.property(facts, policy, (given, rules) => {
      const { path, classification } = assessRisk(given, rules);
      if (path !== 'automatic') return;
      expect([given.releaseClass, classification.changeModel]).toEqual(['standard', 'routine']);
      expect(classification.personalData).toBe(false);
    }),
    { numRuns: 2000 },
  );
});

import fc from 'fast-check';
import { compilePlan } from '../../../domain/plan/compile-plan.ts';
import { type ReleaseClass, releaseClasses } from '../../../domain/plan/spec.ts';
import { usualRiskPolicy } from '../../../domain/risk/risk-policy.ts';
import {
  approvalPaths,
  criticalities,
  dataClasses,
  declaredRisks,
  releaseTypes,
  tiers,
} from '../../../domain/risk/scale.ts';
import { aCatalog, aPolicy, aSpec, planSources } from '../../support/builders/plan-sources.ts';

const known = fc.record({
  criticality: fc.constantFrom(...criticalities),
  dataClasses: fc.subarray([...dataClasses]),
});

const release = fc.record({
  known,
  version: fc.constantFrom('1.0.0', '1.1.0', '1.0.1'),
  raises: fc.subarray([...declaredRisks]),
  releaseClass: fc.constantFrom(...releaseClasses),
  majorFrom: fc.option(fc.constantFrom(0, 30)),
});

const everything = { group: 'cab', count: 1, deadlineMs: 1000, remindBeforeMs: [] };

type Given = typeof release extends fc.Arbitrary<infer Value> ? Value : never;

function compiledWith(given: Given, classification: object | undefined) {
  const { normal } = aPolicy().classes;
  const thresholds = { ...usualRiskPolicy.thresholds, majorFrom: given.majorFrom };
  const reviews = { cab: everything };
  const policy = {
    name: 'shop',
    classes: { standard: normal, normal, major: normal, emergency: normal },
    risk: { ...usualRiskPolicy, thresholds, reviews },
  };
  const services = aCatalog().services.map((service) => ({ ...service, ...given.known }));
  const spec = aSpec({
    releaseClass: given.releaseClass,
    components: [{ service: 'web', version: given.version, raises: given.raises }],
    delivery: { reason: 'So it is.' },
    ...(classification === undefined ? {} : { classification }),
  });
  return compilePlan(planSources({ spec, policy, catalog: aCatalog({ services }) }));
}

const statable = { type: releaseTypes, tier: tiers, path: approvalPaths } as const;
const exemption = { reason: 'It is small.', grantedBy: 'mona', expiresAt: '2027-01-01T00:00:00Z' };

test('every statement below the rules is refused, and every other one is taken', () => {
  fc.assert(
    fc.property(release, (given) => {
      const compiled = compiledWith(given, undefined);
      if ('problems' in compiled) return;
      const { assessment } = compiled.plan;
      const { type = 'patch', tier = 'operational' } = assessment?.classification ?? {};
      const ruled = { type, tier, path: assessment?.path ?? 'automatic' };
      for (const what of ['type', 'tier', 'path'] as const) {
        const scale: readonly string[] = statable[what];
        for (const level of scale) {
          const stated = compiledWith(given, { [what]: level });
          if (scale.indexOf(level) >= scale.indexOf(ruled[what])) {
            expect(stated).toHaveProperty('plan.assessment');
            continue;
          }
          expect(stated).toMatchObject({
            problems: [
              {
                code: 'lowering-needs-exemption',
                pointer: `/spec/classification/${what}`,
                message: expect.stringContaining(`\`${ruled[what]}\``),
                remedy: expect.stringContaining('somebody else grants'),
              },
            ],
          });
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('a class below the rules is refused, with and without an exemption of one’s own', () => {
  const ranks: Record<ReleaseClass, number> = { standard: 0, normal: 1, major: 2, emergency: 3 };
  const met = new Set<string>();
  fc.assert(
    fc.property(release, (given) => {
      const scored = compiledWith({ ...given, releaseClass: 'emergency' }, undefined);
      if ('problems' in scored) throw new Error(JSON.stringify(scored.problems));
      const least = scored.plan.assessment?.classification.leastClass ?? 'standard';
      const isLowered = ranks[given.releaseClass] < ranks[least];
      const lowered = isLowered
        ? [{ code: 'lowering-needs-exemption', pointer: '/spec/class' }]
        : [];
      met.add(`${given.releaseClass} ${least}`);
      const compiled = compiledWith(given, undefined);
      if (isLowered) expect(compiled).toMatchObject({ problems: lowered });
      else expect(compiled).toHaveProperty('plan');
      expect(compiledWith(given, { exemption })).toMatchObject({
        problems: [...lowered, { code: 'exemption-not-granted' }],
      });
    }),
    { numRuns: 150 },
  );
  expect([...met]).toEqual(expect.arrayContaining(['standard normal', 'normal major']));
});

import fc from 'fast-check';
import type { GrantedLowering } from '../../../domain/deviation/lowering.ts';
import { compilePlan, type PlanSources } from '../../../domain/plan/compile-plan.ts';
import { type ReleaseClass, releaseClasses } from '../../../domain/plan/spec.ts';
import { assessRelease } from '../../../domain/risk/assess-release.ts';
import { usualRiskPolicy } from '../../../domain/risk/risk-policy.ts';
import {
  approvalPaths,
  criticalities,
  dataClasses,
  declaredRisks,
  releaseTypes,
  tiers,
} from '../../../domain/risk/scale.ts';
import { grantedLowering, loweringRequest } from '../../support/builders/lowering.ts';
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

const lowering = { grantedBy: 'release-managers', longestMs: 3_600_000 };

function sourcesOf(given: Given, classification: object | undefined, title = 'Shop 2') {
  const rules = aPolicy().classes.normal;
  const normal = rules === undefined ? undefined : { ...rules, deviations: { lowering } };
  const thresholds = { ...usualRiskPolicy.thresholds, majorFrom: given.majorFrom };
  const reviews = { cab: everything };
  const policy = {
    name: 'shop',
    classes: { standard: normal, normal, major: normal, emergency: normal },
    risk: { ...usualRiskPolicy, thresholds, reviews },
  };
  const services = aCatalog().services.map((service) => ({ ...service, ...given.known }));
  const spec = aSpec({
    title,
    releaseClass: given.releaseClass,
    components: [{ service: 'web', version: given.version, raises: given.raises }],
    delivery: { reason: 'So it is.' },
    ...(classification === undefined ? {} : { classification }),
  });
  return planSources({ spec, policy, catalog: aCatalog({ services }) });
}

function compiledWith(given: Given, classification: object | undefined) {
  return compilePlan(sourcesOf(given, classification));
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

const at = '2026-11-21T12:00:00.000Z';

/** What somebody would have to grant for this release to be as low as it says. */
function grantedFor(sources: PlanSources): GrantedLowering | null {
  const classPolicy = sources.policy.classes[sources.spec.releaseClass];
  if (classPolicy === undefined) throw new Error('The policy has every class.');
  const scope = assessRelease({ ...sources, classPolicy })?.asked?.scope;
  if (scope === undefined) return null;
  const { grantedBy } = lowering;
  const until = '2026-11-21T13:00:00.000Z';
  return grantedLowering({ ...loweringRequest(at), scope, until, grantedBy }, at);
}

test('what was granted for exactly this content compiles by it, and nothing else does', () => {
  const lowerable = fc.record({
    type: fc.constantFrom(...releaseTypes),
    tier: fc.constantFrom(...tiers),
    path: fc.constantFrom(...approvalPaths),
  });
  let lowered = 0;
  fc.assert(
    fc.property(release, lowerable, (given, stated) => {
      const sources = sourcesOf(given, stated);
      const granted = grantedFor(sources);
      if (granted === null) return;
      lowered += 1;
      const lowerings = [granted];
      const compiled = compilePlan({ ...sources, lowerings });
      expect(compiled).toMatchObject({ plan: { lowering: granted } });
      if ('problems' in compiled) return;
      const { classification, path } = compiled.plan.assessment ?? {};
      for (const { what } of granted.scope.levels) {
        if (what === 'path') expect(path).toBe(stated.path);
        if (what === 'type' || what === 'tier') expect(classification?.[what]).toBe(stated[what]);
      }
      const others = [
        { ...sourcesOf(given, stated, 'Another title'), lowerings },
        { ...sources, lowerings: [{ ...granted, grantedBy: 'cab' }] },
        { ...sources, lowerings: [{ ...granted, until: '2026-11-21T13:00:01.000Z' }] },
        { ...sources, lowerings: [] },
      ];
      for (const other of others) {
        const problems = [expect.objectContaining({ code: 'lowering-needs-exemption' })];
        expect(compilePlan(other)).toEqual({ problems: expect.arrayContaining(problems) });
      }
    }),
    { numRuns: 60 },
  );
  expect(lowered).toBeGreaterThan(20);
});

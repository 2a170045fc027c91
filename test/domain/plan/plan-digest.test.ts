import { compilePlan, type PlanSources } from '../../../domain/plan/compile-plan.ts';
import { aCatalog, aPolicy, aSpec, planSources } from '../../support/builders/plan-sources.ts';

function digestOf(sources: Partial<PlanSources> = {}): string {
  const compiled = compilePlan(planSources(sources));
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
  return compiled.digest;
}

describe('the digest of a plan', () => {
  test('is the same on any machine and in any year', () => {
    expect(digestOf()).toBe(
      'sha256:e7719be0d313a308c819cfb30690c4ba557ef0a4f064639a442dcfc4703c355c',
    );
  });

  test('does not depend on the order in which keys were written', () => {
    const reversed = <Value>(value: Value): Value => {
      if (Array.isArray(value)) return value.map(reversed) as Value;
      if (typeof value !== 'object' || value === null) return value;
      const entries = Object.entries(value).toReversed();
      return Object.fromEntries(entries.map(([key, member]) => [key, reversed(member)])) as Value;
    };
    const sources = { spec: aSpec(), catalog: aCatalog(), policy: aPolicy() };
    expect(digestOf(reversed(sources))).toBe(digestOf());
  });

  test('does not depend on the order in which components are listed', () => {
    const components = aSpec().components.toReversed();
    expect(digestOf({ spec: aSpec({ components }) })).toBe(digestOf());
  });

  test.each<[string, Partial<PlanSources>]>([
    ['a version', { spec: aSpec({ components: [{ service: 'web', version: '2.0.1' }] }) }],
    ['who answers for it', { spec: aSpec({ accountable: 'engineers' }) }],
    ['the time of a soak', { catalog: catalogWithSoak(6000) }],
    ['the catalog it was compiled from', { catalogDigest: `sha256:${'1'.repeat(64)}` }],
    ['the policy it was compiled from', { policyDigest: `sha256:${'1'.repeat(64)}` }],
  ])('changes with %s', (_what, sources) => {
    expect(digestOf(sources)).not.toBe(digestOf());
  });

  test('is of what JSON can carry: anything else is a problem, not another digest', () => {
    const settings = { retries: Number.NaN };
    const services = aCatalog().services.map((service) => ({
      ...service,
      deployments: {
        staging: { deployer: 'fake', settings, traffic: true },
        production: { deployer: 'fake', settings, traffic: true },
      },
    }));
    expect(compilePlan(planSources({ catalog: aCatalog({ services }) }))).toMatchObject({
      problems: [{ code: 'not-json' }],
    });
  });
});

function catalogWithSoak(soakMs: number) {
  const environments = aCatalog().environments.map((environment) => ({ ...environment, soakMs }));
  return aCatalog({ environments });
}

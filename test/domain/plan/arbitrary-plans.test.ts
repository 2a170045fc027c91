import fc from 'fast-check';
import { digestPattern } from '../../../domain/ledger/digest.ts';
import type { Catalog, Service } from '../../../domain/plan/catalog.ts';
import { compilePlan } from '../../../domain/plan/compile-plan.ts';
import { diffPlans } from '../../../domain/plan/diff-plans.ts';
import type { EnvironmentPolicy, Policy } from '../../../domain/plan/policy.ts';
import { type ReleaseSpec, releaseClasses } from '../../../domain/plan/spec.ts';
import { type RiskPolicy, usualRiskPolicy } from '../../../domain/risk/risk-policy.ts';
import { dataClasses } from '../../../domain/risk/scale.ts';
import { aStage } from '../../support/builders/plan.ts';
import {
  aCatalog,
  anEnvironmentPolicy,
  aPolicy,
  aSpec,
} from '../../support/builders/plan-sources.ts';

/** Names that are often known, sometimes JavaScript's own, and seldom something else. */
const name = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom('web', 'orders', 'staging', 'production', 'cab', 'erin'),
  },
  { weight: 2, arbitrary: fc.constantFrom('constructor', '__proto__', 'toString', '') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);
const names = fc.array(name, { maxLength: 4 });
const text = fc.string({ unit: 'binary', maxLength: 10 });

const service: fc.Arbitrary<Service> = fc.record({
  name,
  owner: name,
  description: text,
  dependsOn: names,
  source: fc.record({ repository: text, path: text, tag: text }),
  build: fc.record({
    steps: fc.array(fc.record({ name, command: names })),
    output: text,
    requires: names,
  }),
  dataClasses: fc.subarray([...dataClasses]),
  gates: fc.array(fc.record({ gate: fc.constant('command' as const), name, command: names })),
  deployments: fc.dictionary(
    name,
    fc.record({
      deployer: name,
      settings: fc.dictionary(text, fc.anything()),
      traffic: fc.boolean(),
    }),
  ),
});

const catalog: fc.Arbitrary<Catalog> = fc.record({
  people: fc.array(fc.record({ id: name, name: text, email: text })),
  groups: fc.array(fc.record({ id: name, title: text, members: names })),
  environments: fc.array(fc.record({ name, promotesFrom: fc.option(name), soakMs: fc.double() })),
  services: fc.array(service),
});

const numbers = fc.oneof(fc.integer(), fc.double());
const environmentPolicy: fc.Arbitrary<EnvironmentPolicy> = fc.record(
  {
    responsible: name,
    window: fc.boolean(),
    checklist: fc.array(
      fc.constantFrom(
        { item: 'rollback-plan' } as const,
        { item: 'announcement-sent' } as const,
        { item: 'support-coverage', group: 'cab', minimum: 3 } as const,
      ),
    ),
    validate: fc.array(
      fc.oneof(
        fc.record({
          check: fc.constant('http' as const),
          name,
          component: name,
          path: text,
          expectStatus: numbers,
          at: fc.constantFrom('instances' as const, 'gateway' as const),
        }),
        fc.record({
          check: fc.constant('command' as const),
          name,
          command: fc.array(fc.oneof(text, fc.constant('{version.web} {origin.constructor}'))),
          timeoutMs: numbers,
        }),
      ),
    ),
    approvals: fc.array(
      fc.record({
        id: name,
        group: name,
        count: numbers,
        deadlineMs: numbers,
        remindBeforeMs: fc.array(numbers),
      }),
    ),
    canary: fc.constant(aStage('canary').canary),
    stabilize: fc.constant(aStage('stabilize').stabilize),
    uat: fc.constant(aStage('uat').uat),
  },
  { requiredKeys: ['responsible', 'window', 'checklist', 'validate'] },
);

const requirement = fc.record({
  id: name,
  group: name,
  count: numbers,
  deadlineMs: numbers,
  remindBeforeMs: fc.array(numbers),
});

/** Often none; otherwise the usual one, with reviews and rules of arbitrary people and places. */
const risk: fc.Arbitrary<RiskPolicy> = fc
  .record({ peer: requirement, cab: requirement, environments: names, require: requirement })
  .map(({ peer, cab, environments, require }) => ({
    ...usualRiskPolicy,
    reviews: { peer, cab },
    rules: [{ when: { environments }, require }],
  }));

const policy: fc.Arbitrary<Policy> = fc
  .record({ environments: fc.dictionary(name, environmentPolicy), risk: fc.option(risk) })
  .map(({ environments, risk: weighed }) => ({
    ...aPolicy(environments),
    ...(weighed === null ? {} : { risk: weighed }),
  }));

const spec: fc.Arbitrary<ReleaseSpec> = fc.record({
  name: text,
  title: text,
  description: text,
  releaseClass: fc.constantFrom(...releaseClasses),
  policy: fc.constantFrom('shop', 'other'),
  accountable: name,
  environments: names,
  components: fc.array(fc.record({ service: name, version: text }), { maxLength: 4 }),
  rollback: fc.option(
    fc.record({
      owner: name,
      criteria: names,
      communication: names,
      decisionTimeMs: numbers,
      restoreTargetMs: numbers,
      runbook: names,
    }),
  ),
});

/** Parts that are well are mixed in, so that the compiler also gets past its first checks. */
const sources = fc.record({
  spec: fc.oneof(spec, fc.constant(aSpec())),
  catalog: fc.oneof(catalog, fc.constant(aCatalog())),
  policy: fc.oneof(policy, fc.constant(aPolicy({ production: anEnvironmentPolicy() }))),
  catalogDigest: text,
  policyDigest: text,
});

describe('the compiler', () => {
  test('makes of arbitrary specs a plan or problems, never an exception', () => {
    let plans = 0;
    fc.assert(
      fc.property(sources, (given) => {
        const compiled = compilePlan(given);
        if ('problems' in compiled) {
          expect(compiled.problems.length).toBeGreaterThan(0);
          for (const { message, remedy } of compiled.problems) {
            expect(message).toMatch(/\S/);
            expect(remedy).toMatch(/\S/);
          }
          return;
        }
        plans += 1;
        expect(compiled.digest).toMatch(digestPattern);
        expect(diffPlans(compiled.plan, compiled.plan)).toEqual([]);
        const ids = compiled.plan.stages.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 300 },
    );
    expect(plans).toBeGreaterThan(3);
  });
});

import fc from 'fast-check';
import { type CompiledPlan, compilePlan } from '../../../domain/plan/compile-plan.ts';
import type { Policy } from '../../../domain/plan/policy.ts';
import type { ReleaseSpec } from '../../../domain/plan/spec.ts';
import { type RiskPolicy, usualRiskPolicy } from '../../../domain/risk/risk-policy.ts';
import { aService, aStage } from '../../support/builders/plan.ts';
import {
  aCatalog,
  anEnvironmentPolicy,
  aPolicy,
  aSpec,
  planSources,
} from '../../support/builders/plan-sources.ts';
import { aFailureMode } from '../../support/builders/risk-facts.ts';

const cab = { group: 'cab', count: 2, deadlineMs: 3_600_000, remindBeforeMs: [] };
const departure = { delivery: { reason: 'There is no gateway yet.' } };

function weighing(change: Partial<RiskPolicy> = {}, policy: Policy = aPolicy()): Policy {
  return { ...policy, risk: { ...usualRiskPolicy, reviews: { cab }, ...change } };
}

/** web, orders and payments, of which the given one has more in the catalog. */
function catalogWith(name: string, known: object) {
  const services = aCatalog().services.map((service) => ({
    ...service,
    criticality: 'low' as const,
    dataClasses: [],
    ...(service.name === name ? known : {}),
  }));
  return aCatalog({ services });
}

const harmless = catalogWith('', {});
const patch = { components: [{ service: 'web', version: '2.0.1' }] };

function compiled(spec: Partial<ReleaseSpec>, policy = weighing(), catalog = harmless) {
  return compilePlan(planSources({ spec: aSpec({ ...departure, ...spec }), policy, catalog }));
}

function planOf(result: CompiledPlan) {
  if ('problems' in result) throw new Error(JSON.stringify(result.problems, null, 2));
  return result.plan;
}

function problemsOf(result: CompiledPlan) {
  return 'problems' in result ? result.problems : [];
}

function askedIn(environment: string, result: CompiledPlan) {
  const { stages } = planOf(result);
  return stages.flatMap((stage) =>
    stage.kind === 'approval' && stage.environment === environment ? stage.requirements : [],
  );
}

describe('where nobody says anything of risk', () => {
  test('a plan has no assessment, whatever the catalog says of criticality', () => {
    const critical = catalogWith('web', { criticality: 'critical' });
    const plan = planOf(compilePlan(planSources({ catalog: critical })));
    expect(plan).not.toHaveProperty('assessment');
  });

  test('personal data is looked at by an owner all the same', () => {
    const catalog = catalogWith('web', { dataClasses: ['personal'] });
    const result = compiled(patch, aPolicy(), catalog);
    expect(planOf(result).assessment?.path).toBe('peer');
    expect(askedIn('production', result)).toMatchObject([
      { id: 'production/peer.engineers', group: 'engineers', count: 1 },
    ]);
    expect(askedIn('staging', result)).toEqual([]);
  });
});

describe('the path of a release', () => {
  test('is the peer for a normal patch, and the board for what adds up, with reasons', () => {
    const small = planOf(compiled(patch)).assessment;
    expect([small?.path, small?.pathReasons]).toEqual(['peer', ['Its class is normal.']]);
    const components = [
      { service: 'web', version: '3.0.0', raises: ['schema-change' as const] },
      { service: 'orders', version: '2.0.0' },
    ];
    const catalog = catalogWith('orders', { criticality: 'critical', dataClasses: ['payment'] });
    const large = compiled({ components }, weighing(), catalog);
    expect(planOf(large).assessment).toMatchObject({
      score: 69,
      path: 'cab',
      pathReasons: ['Its score is 69, and from 50 on the board decides.'],
      factors: [
        { factor: 'criticality', points: 25, reason: 'The criticality of `orders` is critical.' },
        { factor: 'data-class', points: 15 },
        { factor: 'components', points: 2 },
        { factor: 'schema-change', points: 10, reason: 'A schema is changed by `web`.' },
        { factor: 'breaking-change', points: 15 },
        { factor: 'dependents', points: 2, reason: 'What is released is needed by `web`.' },
      ],
    });
    expect(askedIn('production', large)).toMatchObject([{ id: 'production/cab', count: 2 }]);
  });

  test('knows whom a service reaches through others', () => {
    const components = [{ service: 'payments', version: '2.0.1' }];
    expect(planOf(compiled({ components })).assessment?.factors).toEqual([
      { factor: 'dependents', points: 4, reason: 'What is released is needed by `orders`, `web`.' },
    ]);
  });

  test.each([
    [{ severity: 4, occurrence: 5, detection: 10 }, 'has the priority number 200'],
    [{ severity: 9, occurrence: 1, detection: 1 }, 'has the severity 9'],
  ])('is the board for a failure mode of %j', (ratings, reason) => {
    const failureModes = [aFailureMode(), aFailureMode(ratings)];
    const { assessment } = planOf(compiled({ ...patch, failureModes }));
    expect([assessment?.path, assessment?.pathReasons[0]]).toEqual([
      'cab',
      expect.stringContaining(reason),
    ]);
    const product = ratings.severity * ratings.occurrence * ratings.detection;
    expect(assessment?.failureModes[0]?.priorityNumber).toBe(Math.max(60, product));
  });
});

describe('a standard change', () => {
  test('goes by itself as far as its model was approved', () => {
    const changeModels = [
      { name: 'routine', services: ['web'], maximumType: 'patch' as const, maximumScore: 10 },
    ];
    const normal = aPolicy().classes.normal;
    const policy = weighing({ changeModels }, { name: 'shop', classes: { standard: normal } });
    const standard = { releaseClass: 'standard', ...patch } as const;
    const classification = { changeModel: 'routine' };
    const fine = compiled({ ...standard, classification }, policy);
    expect(planOf(fine).assessment).toMatchObject({
      path: 'automatic',
      classification: { changeType: 'standard', changeModel: 'routine' },
    });
    expect(askedIn('production', fine)).toEqual([]);
    const unknown = compiled({ ...standard, classification: { changeModel: 'rutine' } }, policy);
    expect(problemsOf(unknown)).toMatchObject([
      { code: 'unknown-change-model', remedy: expect.stringContaining('`routine`') },
      { code: 'lowering-needs-exemption', pointer: '/spec/class' },
    ]);
    const components = [{ service: 'web', version: '2.1.0' }];
    const larger = compiled({ ...standard, classification, components }, policy);
    expect(problemsOf(larger)).toMatchObject([
      { message: expect.stringContaining('ends at the type patch, and this is minor') },
    ]);
    const silent = aCatalog({ services: [aService('web')] });
    const unsaid = compiled({ ...standard, classification }, policy, silent);
    expect(problemsOf(unsaid)).toMatchObject([
      { message: expect.stringContaining('ends at a score of 10, and this has 20') },
    ]);
  });
});

describe('what risk asks for', () => {
  test('is not asked twice of a group that is asked already: the stricter of both counts', () => {
    const asked = { id: 'board', group: 'cab', count: 1, deadlineMs: 60_000, remindBeforeMs: [] };
    const escalate = { to: 'engineers', beforeMs: 30_000 };
    const spec = { ...patch, classification: { path: 'cab' } } as const;
    for (const [deadlineMs, time] of [
      [60_000, { deadlineMs: 60_000, escalate }],
      [7_200_000, { deadlineMs: 3_600_000 }],
    ] as const) {
      const production = anEnvironmentPolicy({ approvals: [{ ...asked, escalate, deadlineMs }] });
      const result = compiled(spec, weighing({}, aPolicy({ production })));
      const [merged] = askedIn('production', result);
      expect(merged).toEqual({ ...asked, id: 'production/board', count: 2, ...time });
    }
  });

  test('is a peer beside the board where personal data is touched', () => {
    const spec = { ...patch, classification: { path: 'cab' } } as const;
    const result = compiled(spec, weighing(), catalogWith('web', { dataClasses: ['health'] }));
    expect(askedIn('production', result).map(({ id }) => id)).toEqual([
      'production/peer.engineers',
      'production/cab',
    ]);
  });

  test('follows rules by criticality, data, environment and score', () => {
    const require = {
      id: 'business',
      group: 'testers',
      count: 1,
      deadlineMs: 1,
      remindBeforeMs: [],
    };
    const when = {
      criticalityFrom: 'high',
      dataClasses: ['payment'],
      environments: ['staging'],
      scoreFrom: 30,
    } as const;
    const policy = weighing({ rules: [{ when, require }] });
    const asked = (known: object) =>
      askedIn('staging', compiled(patch, policy, catalogWith('web', known))).map(({ id }) => id);
    expect(asked({ criticality: 'high', dataClasses: ['payment'] })).toEqual(['staging/business']);
    expect(asked({ criticality: 'critical', dataClasses: ['health'] })).toEqual([]);
    expect(asked({ criticality: 'medium', dataClasses: ['payment'] })).toEqual([]);
  });

  test('stops a release whose board the policy does not name', () => {
    const spec = { ...patch, classification: { path: 'cab' } } as const;
    const result = compiled(spec, weighing({ reviews: {} }));
    expect(problemsOf(result)).toMatchObject([
      { code: 'no-board', document: 'policy', pointer: '/spec/risk/reviews/cab' },
    ]);
  });
});

describe('how a release reaches its users', () => {
  const risky = { components: [{ service: 'web', version: '2.0.1', raises: ['irreversible'] }] };

  test('departs from the recommendation for a stated reason alone', () => {
    const spec = { ...risky, delivery: undefined } as Partial<ReleaseSpec>;
    expect(problemsOf(compiled(spec))).toMatchObject([
      { code: 'departure-without-reason', pointer: '/spec/delivery/reason' },
    ]);
    const reasoned = planOf(compiled(risky as Partial<ReleaseSpec>)).assessment?.delivery;
    expect(reasoned).toMatchObject({
      model: { recommended: 'phased', planned: 'big-bang' },
      strategy: { recommended: 'canary', planned: 'all-at-once' },
      departure: 'There is no gateway yet.',
    });
  });

  test('needs no reason where the plan is as careful, and is what the stages do', () => {
    const production = anEnvironmentPolicy({ canary: aStage('canary').canary });
    const policy = weighing({}, aPolicy({ production }));
    const spec = { ...risky, delivery: undefined } as Partial<ReleaseSpec>;
    expect(problemsOf(compiled(spec, policy))).toEqual([]);
    const wrong = compiled({ ...patch, delivery: { strategy: 'blue-green' } }, policy);
    expect(problemsOf(wrong)).toMatchObject([
      { code: 'delivery-not-planned', pointer: '/spec/delivery/strategy' },
    ]);
  });
});

test('the order of components and failure modes changes nothing that is asked', () => {
  const names = ['web', 'orders', 'payments'] as const;
  const components = names.map((service) => ({ service, version: '2.0.0' }));
  const usual = planOf(compiled({ components }));
  fc.assert(
    fc.property(fc.shuffledSubarray(components, { minLength: 3 }), (shuffled) => {
      expect(planOf(compiled({ components: shuffled }))).toEqual(usual);
    }),
  );
});

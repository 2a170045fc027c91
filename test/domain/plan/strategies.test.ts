import type { DeploymentStrategy } from '../../../domain/deployment/strategy.ts';
import type { Service } from '../../../domain/plan/catalog.ts';
import { compilePlan } from '../../../domain/plan/compile-plan.ts';
import type { EnvironmentPolicy } from '../../../domain/plan/policy.ts';
import { usualRiskPolicy } from '../../../domain/risk/risk-policy.ts';
import type { RolloutStrategy } from '../../../domain/risk/scale.ts';
import { parseDocument } from '../../../spec/parse-document.ts';
import { aService, aStage } from '../../support/builders/plan.ts';
import {
  aCatalog,
  anEnvironmentPolicy,
  aPolicy,
  aSpec,
  planSources,
} from '../../support/builders/plan-sources.ts';

const blueGreen: DeploymentStrategy = { kind: 'blue-green', keepMs: 600_000 };
const rolling: DeploymentStrategy = { kind: 'rolling', batch: { percent: 25 } };
const ordered: DeploymentStrategy = { kind: 'ordered', primary: 0 };
const { canary } = aStage('canary');
const smoke = {
  check: 'http',
  name: 'smoke',
  component: 'web',
  path: '/smoke',
  expectStatus: 200,
  at: 'instances',
} as const;

function compiled(
  strategy: DeploymentStrategy,
  { service = {}, policy = {}, traffic = true, weighed = false, stated = 'blue-green' }: Case = {},
) {
  const delivery = { strategy: stated, reason: 'The way back is kept standing.' };
  const production = aPolicy({ production: anEnvironmentPolicy(policy) });
  const deployment = { deployer: 'fake', settings: {}, traffic };
  const deployments = { staging: deployment, production: { ...deployment, strategy } };
  const web = { ...aService('web', ['orders']), ...service, deployments };
  return compilePlan(
    planSources({
      spec: aSpec(weighed ? { delivery } : {}),
      catalog: aCatalog({ services: [web, aService('orders')] }),
      policy: weighed ? { ...production, risk: usualRiskPolicy } : production,
    }),
  );
}

type Case = {
  readonly service?: Partial<Service>;
  readonly policy?: Partial<EnvironmentPolicy>;
  readonly traffic?: boolean;
  /** Weighed by its risk, as a release that says it is blue-green, or what is stated. */
  readonly weighed?: boolean;
  readonly stated?: RolloutStrategy;
};

function stagesOf(...sources: Parameters<typeof compiled>) {
  const outcome = compiled(...sources);
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.plan.stages.filter(({ environment }) => environment === 'production');
}

function problemsOf(...sources: Parameters<typeof compiled>) {
  const outcome = compiled(...sources);
  return 'problems' in outcome ? outcome.problems : [];
}

describe('a blue-green component', () => {
  test('is brought in beside what serves, asked, and switched before it is validated', () => {
    const stages = stagesOf(blueGreen, { policy: { validate: [smoke] } });
    expect(stages.map(({ id }) => id)).toEqual([
      'production/promote',
      'production/deploy',
      'production/smoke',
      'production/switch',
      'production/validate',
    ]);
    expect(stages[1]).toMatchObject({ strategy: 'all-at-once', switched: ['web'] });
    expect(stages[3]).toMatchObject({ components: ['web'], keepMs: 600_000, sessionsMs: 0 });
  });

  test('is what the release is weighed as', () => {
    const codesOf = (strategy: DeploymentStrategy) =>
      problemsOf(strategy, { weighed: true }).map(({ code }) => code);
    expect(codesOf({ kind: 'all-at-once' })).toContain('delivery-not-planned');
    expect(codesOf(blueGreen)).not.toContain('delivery-not-planned');
  });

  test('leaves a plan as it was where no strategy is said, or the one of today', () => {
    const [, deploy] = stagesOf({ kind: 'all-at-once' });
    expect(deploy).not.toHaveProperty('switched');
    expect(stagesOf({ kind: 'canary' }, { policy: { canary } }).map(({ kind }) => kind)).toEqual([
      'promote',
      'deploy',
      'canary',
      'validate',
    ]);
  });
});

describe('a component that is rolled', () => {
  test('is replaced by the deployment itself, with or without users', () => {
    for (const traffic of [true, false]) {
      const stages = stagesOf(rolling, { traffic });
      expect(stages.map(({ kind }) => kind)).toEqual(['promote', 'deploy', 'validate']);
      expect(stages[1]).toMatchObject({ strategy: 'all-at-once', rolled: ['web'] });
    }
  });

  test('may keep state where its targets are replaced in order, or share it', () => {
    const service = { stateful: true };
    expect(problemsOf(ordered, { service })).toEqual([]);
    expect(problemsOf({ ...rolling, sharesState: true }, { service })).toEqual([]);
  });

  test('makes the release a rolling one', () => {
    const service = { stateful: true };
    const problems = problemsOf(ordered, { service, weighed: true, stated: 'rolling' });
    expect(problems.map(({ code }) => code)).not.toContain('delivery-not-planned');
  });
});

const pointer = '/spec/services/0/deployments/production/strategy';

test.each<[string, DeploymentStrategy, Case, string]>([
  ['blue-green where the policy moves users', blueGreen, { policy: { canary } }, 'against-policy'],
  ['all at once there', { kind: 'all-at-once' }, { policy: { canary } }, 'against-policy'],
  ['a canary without steps', { kind: 'canary' }, {}, 'against-policy'],
  ['blue-green without users', blueGreen, { traffic: false }, 'without-users'],
  ['blue-green of what is stateful', blueGreen, { service: { stateful: true } }, 'divides-state'],
  ['rolling of what is stateful', rolling, { service: { stateful: true } }, 'divides-state'],
  ['rolling where the policy moves users', rolling, { policy: { canary } }, 'against-policy'],
  ['one target after the other there', ordered, { policy: { canary } }, 'against-policy'],
])('the compiler refuses %s, with a remedy', (_what, strategy, sources, code) => {
  const [problem, ...others] = problemsOf(strategy, sources);
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ code: `strategy-${code}`, document: 'catalog', pointer });
  expect(problem?.remedy).not.toBe('');
});

test('two sets of what is stateful may stand where somebody says that they share its state', () => {
  const strategy: DeploymentStrategy = { ...blueGreen, sharesState: true };
  expect(problemsOf(strategy, { service: { stateful: true } })).toEqual([]);
});

describe('a written strategy', () => {
  const written = (strategy: object) => {
    const deployments = { production: { deployer: 'local-process', traffic: true, strategy } };
    const source = { repository: '/r' };
    const build = { steps: [], output: 'dist' };
    const services = [{ name: 'web', owner: 'engineers', source, build, deployments }];
    const spec = { people: [], groups: [], environments: [{ name: 'production' }], services };
    const document = { apiVersion: 'tidegate.dev/v1', kind: 'Catalog', metadata: { name: 'c' } };
    return JSON.stringify(parseDocument(JSON.stringify({ ...document, spec }), 'catalog.json'));
  };

  test('has its times in milliseconds, and ten minutes where none is said', () => {
    expect(written({ kind: 'blue-green' })).toContain('"keepMs":600000');
    expect(written({ kind: 'blue-green', keep: '0s', sessions: '5m' })).toContain(
      '"keepMs":0,"sessionsMs":300000',
    );
  });

  test('says batches as a number of targets or as a share of them, one where none is said', () => {
    expect(written({ kind: 'rolling' })).toContain('"batch":{"targets":1}');
    const quarter = { kind: 'rolling', batch: '25%', maximumUnavailable: 1 };
    expect(written(quarter)).toContain('"maximumUnavailable":1,"batch":{"percent":25}');
    expect(written({ kind: 'ordered' })).toContain('"primary":0');
    for (const batch of ['0%', '101%', 'half', 0]) {
      expect(written({ kind: 'rolling', batch })).toContain('problems');
    }
  });

  test('knows no other kinds and no other fields', () => {
    expect(written({ kind: 'by-turns' })).toContain('problems');
    expect(written({ kind: 'blue-green', sticky: true })).toContain('sticky');
  });
});

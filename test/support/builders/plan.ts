import type { DeploymentStrategy } from '../../../domain/deployment/strategy.ts';
import type { Service } from '../../../domain/plan/catalog.ts';
import type { PlannedComponent, ReleasePlan } from '../../../domain/plan/plan.ts';
import type { Stage, StageKind, StageOf } from '../../../domain/plan/stage.ts';

const raci = { accountable: 'release-managers', responsible: ['engineers'], title: '' };

/** A service with everything that a plan needs to know of it. */
export function aService(name = 'web', dependsOn: readonly string[] = []): Service {
  const deployment = { deployer: 'fake', settings: {}, traffic: true };
  return {
    name,
    owner: 'engineers',
    description: `The service ${name}.`,
    dependsOn,
    source: { repository: '/repository', path: name, tag: 'v{version}' },
    build: { steps: [{ name: 'install', command: ['true'] }], output: 'dist', requires: [] },
    gates: [],
    deployments: { staging: deployment, production: deployment },
  };
}

/** A stage of the given kind in production, with sensible rules. */
export function aStage<Kind extends StageKind>(
  kind: Kind,
  change: Partial<StageOf<Kind>> = {},
): StageOf<Kind> {
  return { ...samples[kind], ...change };
}

const production = { environment: 'production', ...raci };
const nowhere = { environment: null, ...raci };

const samples: { readonly [Kind in StageKind]: StageOf<Kind> } = {
  build: { id: 'build', kind: 'build', ...nowhere },
  package: { id: 'package', kind: 'package', ...nowhere },
  gates: { id: 'gates', kind: 'gates', gates: [], ...nowhere },
  'await-releases': {
    id: 'production/predecessors',
    kind: 'await-releases',
    awaited: [{ release: 'autumn', stage: 'production/deploy', until: 'succeeded' }],
    ...production,
  },
  promote: { id: 'production/promote', kind: 'promote', from: null, soakMs: 0, ...production },
  uat: {
    id: 'production/uat',
    kind: 'uat',
    uat: {
      group: 'testers',
      count: 1,
      cycleMs: 3_600_000,
      remindBeforeMs: [600_000],
      atExpiry: 'escalate',
      escalateTo: 'management',
    },
    ...production,
  },
  approval: {
    id: 'production/approval',
    kind: 'approval',
    requirements: [
      {
        id: 'production/cab',
        group: 'cab',
        count: 1,
        deadlineMs: 86_400_000,
        remindBeforeMs: [3_600_000],
      },
    ],
    ...production,
  },
  window: { id: 'production/window', kind: 'window', ...production },
  checklist: {
    id: 'production/checklist',
    kind: 'checklist',
    items: [{ item: 'rollback-plan' }],
    ...production,
  },
  announce: {
    id: 'production/announce',
    kind: 'announce',
    announcement: { audience: ['everyone'], channels: ['log'], text: '{release} comes.' },
    ...production,
  },
  task: {
    id: 'production/task/switch',
    kind: 'task',
    task: {
      id: 'switch',
      title: 'Switch the mail relay over',
      at: 'before-deployment',
      group: 'operations',
      instructions: 'Turn the key, and read the lamp.',
      deadlineMs: 3_600_000,
      remindBeforeMs: [600_000],
      evidence: ['link'],
      confirm: { group: 'cab', deadlineMs: 3_600_000, remindBeforeMs: [] },
      skippedBy: 'management',
    },
    ...production,
  },
  deploy: {
    id: 'production/deploy',
    kind: 'deploy',
    waves: [['web']],
    strategy: 'all-at-once',
    ...production,
  },
  switch: {
    id: 'production/switch',
    kind: 'switch',
    components: ['web'],
    keepMs: 60_000,
    sessionsMs: 0,
    ...production,
  },
  canary: {
    id: 'production/canary',
    kind: 'canary',
    components: ['web'],
    canary: {
      steps: [10, 100].map((weightPercent) => ({
        weightPercent,
        observeMs: 1_000,
        patienceMs: 2_000,
      })),
      thresholds: {
        minimumRequests: 10,
        maximumFailureRateIncrease: 0.01,
        maximumLatencyRatio: 2,
        toleratedLatencyIncreaseMs: 0,
        alpha: 0.05,
      },
      onSilence: 'rollback',
    },
    decisionTimeMs: 600_000,
    ...production,
  },
  validate: { id: 'production/validate', kind: 'validate', checks: [], ...production },
  stabilize: {
    id: 'production/stabilize',
    kind: 'stabilize',
    components: ['web'],
    stabilize: {
      durationMs: 86_400_000,
      observeEveryMs: 1_000,
      maximumFailureRate: 0.01,
      minimumRequests: 0,
    },
    ...production,
  },
  review: {
    id: 'review',
    kind: 'review',
    review: {
      owner: 'engineers',
      escalateTo: 'management',
      reviewDueMs: 259_200_000,
      runbookDueMs: 172_800_000,
      remindBeforeMs: [86_400_000],
    },
    ...nowhere,
  },
};

/** A plan of one component, `web`, that consists of the given stages. */
export function aPlan(stages: readonly Stage[], change: Partial<ReleasePlan> = {}): ReleasePlan {
  return {
    format: 'tidegate/plan/v1',
    name: 'spring',
    title: 'Spring release',
    description: '',
    releaseClass: 'normal',
    accountable: 'release-managers',
    components: [aComponent('web')],
    environments: ['production'],
    stages,
    rollback: {
      owner: 'operations',
      criteria: ['More than 1 % of orders fail.'],
      communication: ['everyone'],
      decisionTimeMs: 600_000,
      restoreTargetMs: 600_000,
      runbook: ['Send the command rollback.'],
    },
    compiledFrom: { catalog: 'sha256:catalog', policy: 'sha256:policy' },
    ...change,
  };
}

/** Two components that deploy one after the other: `orders`, then `web`, which needs it. */
export const twoWaves: Pick<ReleasePlan, 'components'> = {
  components: [aComponent('orders', 0), aComponent('web', 1, ['orders'])],
};

/** A component at version 2.0.0, in the given wave. */
export function aComponent(
  name: string,
  wave = 0,
  dependsOn: readonly string[] = [],
): PlannedComponent {
  const service = aService(name, dependsOn);
  return { name, version: '2.0.0', tag: 'v2.0.0', wave, service };
}

/** A component that replaces what serves in production in that way. */
export function replacing(
  component: PlannedComponent,
  strategy: DeploymentStrategy,
): PlannedComponent {
  const { service } = component;
  const { production: known } = service.deployments;
  if (known === undefined) throw new Error(`${component.name} does not go to production.`);
  const deployments = { ...service.deployments, production: { ...known, strategy } };
  return { ...component, service: { ...service, deployments } };
}

/** Every kind of stage. */
export function everyStageKind(): readonly StageKind[] {
  return Object.values(samples).map(({ kind }) => kind);
}

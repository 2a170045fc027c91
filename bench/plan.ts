import type { ReleasePlan } from '../domain/plan/plan.ts';
import type { Stage } from '../domain/plan/stage.ts';
import type { PlannedCheck } from '../domain/plan/validation-check.ts';
import { aPlan, aService, aStage } from '../test/support/builders/plan.ts';

export const components = ['payments', 'orders', 'web'] as const;

const dayMs = 86_400_000;

const checks: readonly PlannedCheck[] = ['web-is-well', 'shop'].map((name) => ({
  check: 'http',
  name,
  component: 'web',
  path: '/',
  expectStatus: 200,
  at: 'gateway',
}));

/**
 * The release that both sides carry out: three components, two environments, one approval, two
 * obligations.
 */
export function benchPlan(name: string, approvers: number): ReleasePlan {
  const deploy = (environment: string) =>
    aStage('deploy', { id: `${environment}/deploy`, environment, waves: [[...components]] });
  const validate = (environment: string) =>
    aStage('validate', { id: `${environment}/validate`, environment, checks });
  const promote = (environment: string, from: string | null) =>
    aStage('promote', { id: `${environment}/promote`, environment, from });
  const requirement = { id: 'production/cab', group: 'cab', count: approvers };
  const stages: readonly Stage[] = [
    aStage('build'),
    aStage('package'),
    aStage('gates', {
      gates: components.map((component) => ({
        component,
        definition: { gate: 'command', name: 'tests', command: ['true'] } as const,
      })),
    }),
    promote('staging', null),
    deploy('staging'),
    validate('staging'),
    promote('production', 'staging'),
    aStage('approval', {
      requirements: [{ ...requirement, deadlineMs: dayMs, remindBeforeMs: [] }],
    }),
    aStage('checklist', {
      items: [
        { item: 'rollback-plan' },
        { item: 'support-coverage', group: 'operations', minimum: 1 },
      ],
    }),
    aStage('announce'),
    deploy('production'),
    validate('production'),
    aStage('review'),
  ];
  return aPlan(stages, {
    name,
    environments: ['staging', 'production'],
    components: components.map((component, wave) => ({
      name: component,
      version: '2.0.0',
      tag: 'v2.0.0',
      wave,
      service: aService(component),
    })),
  });
}

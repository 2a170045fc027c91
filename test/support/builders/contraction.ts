import type { PlannedComponent, ReleasePlan } from '../../../domain/plan/plan.ts';
import { aComponent, aPlan, aStage } from './plan.ts';

export const contractionTask = 'production/task/unused';

const deployment = { deployer: 'fake', settings: {}, traffic: false };

const tables: PlannedComponent = {
  ...aComponent('tables', 1),
  service: { ...aComponent('tables').service, deployments: { production: deployment } },
  irreversible: { reason: 'The notes are gone.' },
  contracts: { users: ['web'], holds: ['web'] },
};

/**
 * A release that brings `web`, asks whether nobody needs what goes, and then lets `tables` take it
 * away.
 */
export function contractingPlan(name: string): ReleasePlan {
  const { confirm: _, ...sample } = aStage('task').task;
  const asked = { ...sample, id: 'unused', at: 'before-contract' } as const;
  const stages = [
    aStage('build'),
    aStage('package'),
    aStage('promote'),
    aStage('deploy'),
    aStage('task', { id: contractionTask, task: asked }),
    aStage('deploy', { id: 'production/contract', waves: [['tables']], phase: 'contract' }),
    aStage('review'),
  ];
  return aPlan(stages, { name, components: [aComponent('web'), tables] });
}

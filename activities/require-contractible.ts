import type { PlannedComponent, ReleasePlan } from '../domain/plan/plan.ts';
import { componentOf } from '../domain/plan/plan.ts';
import type { StageOf } from '../domain/plan/stage.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import { artifactDigest } from './artifact-digest.ts';
import { requireTasksBeforeContract } from './guard.ts';
import type { ProvenRelease } from './open-by-deviation.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';
import type { TouchingStep } from './step.ts';
import { stepContext } from './step-context.ts';

/**
 * Proves that a contraction takes nothing away that anybody still needs: by the records everything
 * before it in the environment has succeeded, people have said what they were asked, and the tools
 * report the new version of each of its users, and no other beside it.
 */
export async function requireContractible(
  ports: Ports,
  step: TouchingStep,
  proven: ProvenRelease,
  component: PlannedComponent,
): Promise<void> {
  const { contracts } = component;
  if (contracts === undefined) return;
  const { plan, state } = proven;
  requireStagesBefore(plan, state, step.environment);
  await requireTasksBeforeContract(ports, proven, step.environment);
  for (const user of contracts.users) {
    await requireNewAlone(ports, step, proven, componentOf(plan, user));
  }
}

function requireStagesBefore(plan: ReleasePlan, state: ReleaseState, environment: string): void {
  const own = plan.stages.filter((stage) => stage.environment === environment);
  const before = own.slice(0, own.findIndex(isContraction));
  const ended = new Set(
    state.stages.filter(({ status }) => status === 'succeeded').map(({ id }) => id),
  );
  const open = before.find(({ id }) => !ended.has(id));
  if (open === undefined) return;
  throw new StepFailure(
    'terminal',
    'guard/contract-too-early',
    `${open.id} has not succeeded, so users may still be on the version before.`,
    'Let the release come to its contraction in the order of its plan.',
  );
}

function isContraction(stage: ReleasePlan['stages'][number]): stage is StageOf<'deploy'> {
  return stage.kind === 'deploy' && stage.phase === 'contract';
}

async function requireNewAlone(
  ports: Ports,
  { environment }: TouchingStep,
  { state }: ProvenRelease,
  { name, service }: PlannedComponent,
): Promise<void> {
  const definition = service.deployments[environment];
  if (definition === undefined) return;
  const settings = await ports.settings.resolve(environment, definition.settings);
  const { current, candidate } = await ports
    .deployer(definition.deployer)
    .observe({ environment, component: name }, settings, stepContext());
  const old = [current, candidate].find(
    (each) => each !== null && each.digest !== artifactDigest(state, name),
  );
  if (current !== null && old === undefined) return;
  const found = old === undefined || old === null ? 'nothing' : old.version;
  throw new StepFailure(
    'terminal',
    'guard/old-code',
    `${found} of ${name} runs in ${environment}, which may need what would be taken away.`,
    'Bring the version of this release there again, then send retry.',
  );
}

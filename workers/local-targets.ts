import { StepFailure } from '../activities/ports/failures.ts';

/** Deploys below the state folder of one machine, as children of nobody. */
const localDeployer = 'local-process';

/**
 * The name of a deployer that reaches beyond this machine. Throws for the others: what stands in a
 * container ends with it, and another worker cannot see it.
 */
export function reachingBeyond(name: string): string {
  if (name !== localDeployer) return name;
  throw new StepFailure(
    'terminal',
    'deployer/not-here',
    `The deployer ${name} is switched off on these workers (TIDEGATE_LOCAL_TARGETS=off).`,
    'Let the catalog deploy this component with another deployer, such as `command`.',
  );
}

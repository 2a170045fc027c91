import { StepFailure } from '../activities/ports/failures.ts';
import type { Ports } from '../activities/ports/index.ts';

/** Deploys below the state folder of one machine, as children of nobody. */
const localDeployer = 'local-process';

/**
 * The same ports without what stands on the worker's own machine: in a container it would end with
 * the container, and another worker could not see it.
 */
export function withoutLocalTargets(ports: Ports): Ports {
  return {
    ...ports,
    deployer(name) {
      if (name !== localDeployer) return ports.deployer(name);
      throw new StepFailure(
        'terminal',
        'deployer/not-here',
        `The deployer ${name} is switched off on these workers (TIDEGATE_LOCAL_TARGETS=off).`,
        'Let the catalog deploy this component with another deployer, such as `command`.',
      );
    },
  };
}

import { StepFailure } from '../../activities/ports/failures.ts';
import type { Traffic } from '../../activities/ports/traffic.ts';

/**
 * No gateway: no component has users who could be divided, and none has an origin. Errors:
 * `terminal` for whoever wants to divide them.
 */
export const noTraffic: Traffic = {
  observe: async () => ({ origin: null, shares: [], fence: 0, draining: [] }),
  preview: async ({ environment, component }) => {
    throw noGateway(environment, component);
  },
  shift: async ({ environment, component }) => {
    throw noGateway(environment, component);
  },
  undo: async ({ environment, component }) => {
    throw noGateway(environment, component);
  },
  counters: async ({ environment, component }) => {
    throw noGateway(environment, component);
  },
};

function noGateway(environment: string, component: string): StepFailure {
  return new StepFailure(
    'terminal',
    'traffic/no-gateway',
    `The users of ${component} in ${environment} cannot be divided: these workers have no gateway.`,
    'Take `traffic` out of its deployment in the catalog, or let workers have local targets ' +
      '(TIDEGATE_LOCAL_TARGETS=on).',
  );
}

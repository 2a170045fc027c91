import type { StepContext } from '../../activities/ports/deployer.ts';
import type { Forensics, ForensicsOrder, FoundPart } from '../../activities/ports/forensics.ts';
import type { Ports } from '../../activities/ports/index.ts';
import type { ForensicPart } from '../../domain/rollback/forensics.ts';
import { redact, secretsIn } from '../../domain/rollback/redact.ts';
import { messageOf } from '../system-error.ts';
import { readLogs } from './read-logs.ts';
import { readPlaceStates } from './read-place-states.ts';
import { readProcesses } from './read-processes.ts';

/**
 * Collects from what stands on this machine: logs and state files below the deployers' folders,
 * counters and division from the gateway, versions and health from the deployer, and memory and
 * threads of processes from the kernel.
 */
export function createLocalForensics(sources: {
  /** Folders of the deployers, each with a folder for an environment and in it one a component. */
  readonly roots: readonly string[];
  readonly deployer: Ports['deployer'];
  readonly traffic: Ports['traffic'];
}): Forensics {
  const { roots, deployer, traffic } = sources;
  return {
    async collect(order, signal) {
      const context: StepContext = { signal, heartbeat: () => {} };
      const states = await readPlaceStates(roots, order).catch(() => []);
      const secrets = secretsIn([order.settings, states]);
      const observe = () => deployer(order.deployer).observe(order, order.settings, context);
      return Promise.all([
        part('logs', () => readLogs(roots, order, secrets)),
        part('metrics', async () => ({
          counters: await traffic.counters(order),
          processes: await readProcesses(states),
        })),
        part('configuration', async () => configurationOf(order)),
        part('state', async () => ({
          deployment: await observe(),
          traffic: await traffic.observe(order),
          places: states.map(redact),
        })),
      ]);
    },
  };
}

function configurationOf({ deployer, settings }: ForensicsOrder) {
  return { deployer, settings: redact(settings) };
}

async function part(name: ForensicPart, read: () => Promise<unknown>): Promise<FoundPart> {
  try {
    return { part: name, content: await read() };
  } catch (error) {
    return { part: name, missing: messageOf(error) };
  }
}

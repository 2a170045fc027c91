import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeploymentOrder } from '../../../activities/ports/deployer.ts';
import { createLocalProcessDeployer } from '../../../adapters/deployers/local-process/deployer.ts';
import { createSimulatedDeployer } from '../../../adapters/simulated/deployer/deployer.ts';
import type { Behaviour } from '../../../adapters/simulated/deployer/session.ts';
import { createWorld } from '../../../adapters/simulated/deployer/world.ts';
import { pack } from './pack.ts';
import type { DeployerSubject, OrderChoice } from './subject.ts';

const place = { environment: 'production', component: 'web' };

/** The deployer of rehearsals, standing for local processes, in a world where nothing was yet. */
export async function createSimulatedSubject(): Promise<DeployerSubject> {
  const folder = await mkdtemp(join(tmpdir(), 'tidegate-simulated-'));
  const root = join(folder, 'state');
  const world = createWorld(root, null);
  const packed = {
    '1.0.0': await pack('service', '1.0.0', folder),
    '2.0.0': await pack('service', '2.0.0', folder),
    '3.0.0': await pack('service', '3.0.0', folder),
  };

  function order({ key, version, fence = 1, behaviour = 'well' }: OrderChoice) {
    const settings = { command: ['node', 'server.mjs'], env: { BEHAVIOUR: behaviour } };
    return { ...place, key, fence, artifact: packed[version], settings };
  }

  return {
    deployer: createSimulatedDeployer({
      root,
      standsFor: createLocalProcessDeployer({ root: join(folder, 'real') }),
      before: null,
      behaviourOf,
    }),
    root,
    tool: 'simulated',
    order,
    standing: async () => (await world.standing(place)).map(({ version }) => version),
    effectsOf: async (version) =>
      (await world.brought(place)).filter((brought) => brought === version).length,
    // It starts none.
    commandsRunning: async () => 0,
    meddle: async () => {
      const [first] = await world.standing(place);
      await world.remove(place, first?.digest ?? '');
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

const behaviours: readonly Behaviour[] = ['well', 'fails', 'hangs', 'lies'];

function behaviourOf({ settings }: DeploymentOrder): Behaviour {
  const { BEHAVIOUR: wanted } = settings['env'] as Readonly<Record<string, unknown>>;
  return behaviours.find((known) => known === wanted) ?? 'well';
}

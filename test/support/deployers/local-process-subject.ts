import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLocalProcessDeployer } from '../../../adapters/deployers/local-process/deployer.ts';
import { stopAll } from '../../../adapters/deployers/local-process/stop-all.ts';
import { pack } from './pack.ts';
import { processesWith } from './process-environments.ts';
import { quietStep } from './step-context.ts';
import type { Behaviour, DeployerSubject, OrderChoice } from './subject.ts';

const behaviours: Readonly<Record<Behaviour, string>> = {
  well: 'well',
  hangs: 'never-well',
  lies: 'lies',
};

/** The deployer of local processes with a small service of three versions. */
export async function createLocalProcessSubject(): Promise<DeployerSubject> {
  const folder = await mkdtemp(join(tmpdir(), 'tidegate-local-process-'));
  const root = join(folder, 'state');
  const startsFile = join(folder, 'starts.log');
  const packed = {
    '1.0.0': await pack('service', '1.0.0', folder),
    '2.0.0': await pack('service', '2.0.0', folder),
    '3.0.0': await pack('service', '3.0.0', folder),
  };

  function order({ key, version, fence = 1, behaviour = 'well' }: OrderChoice) {
    const env = { STARTS_FILE: startsFile, BEHAVIOUR: behaviours[behaviour] };
    return {
      environment: 'production',
      component: 'web',
      key,
      fence,
      artifact: packed[version],
      settings: {
        command: ['node', 'server.mjs'],
        instances: 1,
        env,
        startTimeoutMs: behaviour === 'lies' ? 2_000 : 20_000,
        stopTimeoutMs: 5_000,
      },
    };
  }

  async function starts(): Promise<readonly { version: string; pid: number }[]> {
    const text = await readFile(startsFile, 'utf8').catch(() => '');
    const lines = text.split('\n').filter((line) => line !== '');
    return lines
      .map((line) => line.split(' '))
      .map(([version = '', pid]) => ({ version, pid: Number(pid) }));
  }

  async function standing() {
    const living = new Set(processesWith('STARTS_FILE', startsFile).map(({ pid }) => pid));
    return (await starts()).filter(({ pid }) => living.has(pid));
  }

  return {
    deployer: createLocalProcessDeployer({ root }),
    root,
    tool: 'local-process',
    order,
    standing: async () => (await standing()).map(({ version }) => version),
    effectsOf: async (version) =>
      (await starts()).filter((start) => start.version === version).length,
    // What stands is meant to run on; there are no commands that come and go.
    commandsRunning: async () => 0,
    meddle: async () => {
      const serving = (await standing()).filter(({ version }) => version === '1.0.0');
      for (const { pid } of serving) process.kill(pid, 'SIGKILL');
      while ((await standing()).some(({ version }) => version === '1.0.0')) await sleep(20);
    },
    close: async () => {
      await stopAll(root, quietStep());
      const left = processesWith('STARTS_FILE', startsFile);
      for (const { pid } of left) process.kill(pid, 'SIGKILL');
      await rm(folder, { recursive: true, force: true });
      if (left.length > 0) throw new Error(`${left.length} processes were not stopped.`);
    },
  };
}

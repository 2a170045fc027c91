import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCommandDeployer } from '../../../adapters/deployers/command/deployer.ts';
import { pack } from './pack.ts';
import { processesWith } from './process-environments.ts';
import type { DeployerSubject, OrderChoice } from './subject.ts';

/** The deployer of commands with a small tool that keeps what it did in files of its own. */
export async function createCommandSubject(): Promise<DeployerSubject> {
  const folder = await mkdtemp(join(tmpdir(), 'tidegate-command-'));
  const root = join(folder, 'state');
  const toolFolder = join(folder, 'tool');
  await mkdir(toolFolder);
  const packed = {
    '1.0.0': await pack('tool', '1.0.0', folder),
    '2.0.0': await pack('tool', '2.0.0', folder),
    '3.0.0': await pack('tool', '3.0.0', folder),
  };

  function order({ key, version, fence = 1, behaviour = 'well' }: OrderChoice) {
    const tool = ['node', '{artifactDir}/tool.mjs', toolFolder];
    return {
      environment: 'production',
      component: 'web',
      key,
      fence,
      artifact: packed[version],
      settings: {
        observe: [...tool, 'status'],
        apply: [...tool, 'up', '{version}', '{digest}'],
        settle: [...tool, 'status'],
        undo: [...tool, 'down', '{previous.version}', '{previous.digest}'],
        env: { BEHAVIOUR: behaviour, TOOL_FOLDER: toolFolder },
        timeoutMs: 20_000,
      },
    };
  }

  return {
    deployer: createCommandDeployer({ root }),
    root,
    tool: 'command',
    order,
    standing: async () => {
      const state = await readFile(join(toolFolder, 'state.json'), 'utf8').catch(() => '{}');
      const { version } = JSON.parse(state);
      return typeof version === 'string' ? [version] : [];
    },
    effectsOf: async (version) => {
      const effects = await readFile(join(toolFolder, 'effects.log'), 'utf8').catch(() => '');
      return effects.split('\n').filter((line) => line.endsWith(` ${version}`)).length;
    },
    commandsRunning: async () => processesWith('TOOL_FOLDER', toolFolder).length,
    meddle: () =>
      writeFile(
        join(toolFolder, 'state.json'),
        JSON.stringify({ version: '1.0.0-by-hand', digest: 'sha256:by-hand' }),
      ),
    close: async () => {
      const left = processesWith('TOOL_FOLDER', toolFolder);
      for (const { pid } of left) process.kill(pid, 'SIGKILL');
      await rm(folder, { recursive: true, force: true });
      if (left.length > 0) throw new Error(`${left.length} commands were left running.`);
    },
  };
}

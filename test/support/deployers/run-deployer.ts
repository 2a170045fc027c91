import type { Deployer, DeploymentOrder } from '../../../activities/ports/deployer.ts';
import { createCommandDeployer } from '../../../adapters/deployers/command/deployer.ts';
import { createLocalProcessDeployer } from '../../../adapters/deployers/local-process/deployer.ts';
import { writeJson } from '../../../adapters/durable-state/write-json.ts';
import { createSimulatedDeployer } from '../../../adapters/simulated/deployer/deployer.ts';

/** One step of a deployer, to be run in a process that may kill itself in the middle. */
export type RunRequest = {
  readonly tool: 'local-process' | 'command' | 'simulated';
  readonly root: string;
  readonly step: 'apply' | 'settle' | 'prepareUndo' | 'undo' | 'replace' | 'restore';
  /** Of a step that moves some targets: which. */
  readonly ordinals?: readonly number[];
  readonly order: DeploymentOrder;
  /** The process kills itself around this write of the state file, counted from 1. */
  readonly killAt: { readonly write: number; readonly moment: 'before' | 'after' };
};

const request: RunRequest = JSON.parse(process.argv[2] ?? '');
let writes = 0;

async function writeState(path: string, value: unknown): Promise<void> {
  writes += 1;
  const { write, moment } = request.killAt;
  if (writes === write && moment === 'before') process.kill(process.pid, 'SIGKILL');
  await writeJson(path, value);
  if (writes === write && moment === 'after') process.kill(process.pid, 'SIGKILL');
}

function createTool({ tool, root }: RunRequest): Deployer {
  const options = { root, writeState };
  if (tool === 'command') return createCommandDeployer(options);
  const local = createLocalProcessDeployer(options);
  if (tool === 'local-process') return local;
  const behaviourOf = () => 'well' as const;
  return createSimulatedDeployer({ ...options, standsFor: local, before: null, behaviourOf });
}

const tool = createTool(request);
const context = { heartbeat: () => {}, signal: new AbortController().signal };
const { step, order, ordinals = [] } = request;
if (step === 'replace' || step === 'restore') await tool.targets?.[step](order, ordinals, context);
else await tool[step](order, context);

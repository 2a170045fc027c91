import type { DeploymentOrder } from '../../../activities/ports/deployer.ts';
import { createCommandDeployer } from '../../../adapters/deployers/command/deployer.ts';
import { createLocalProcessDeployer } from '../../../adapters/deployers/local-process/deployer.ts';
import { writeJson } from '../../../adapters/durable-state/write-json.ts';

/** One step of a deployer, to be run in a process that may kill itself in the middle. */
export type RunRequest = {
  readonly tool: 'local-process' | 'command';
  readonly root: string;
  readonly step: 'apply' | 'settle' | 'prepareUndo' | 'undo';
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

const create = request.tool === 'command' ? createCommandDeployer : createLocalProcessDeployer;
const deployer = create({ root: request.root, writeState });
await deployer[request.step](request.order, {
  heartbeat: () => {},
  signal: new AbortController().signal,
});

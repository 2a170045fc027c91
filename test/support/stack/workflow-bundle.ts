import { randomUUID } from 'node:crypto';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type BundleOptions,
  bundleWorkflowCode,
  DefaultLogger,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import { workflowCode } from '../../../workers/workflow-code.ts';

/** The code of the workflows, bundled without a word. */
export const workflows: BundleOptions = {
  ...workflowCode,
  logger: new DefaultLogger('ERROR'),
};

/**
 * The workflows as the sandbox loads them. Bundling takes seconds, so the first who asks does it
 * for all tests of a run; two who ask at once put the same code in the same place.
 */
export async function bundledWorkflows(): Promise<WorkflowBundleOption> {
  const folder = process.env.TIDEGATE_TEST_FOLDER;
  if (!folder) return bundleWorkflowCode(workflows);
  const codePath = join(folder, 'workflows.js');
  if (!existsSync(codePath)) {
    const { code } = await bundleWorkflowCode(workflows);
    const unfinished = `${codePath}.${randomUUID()}`;
    writeFileSync(unfinished, code);
    renameSync(unfinished, codePath);
  }
  return { codePath };
}

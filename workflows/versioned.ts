import { setWorkflowOptions } from '@temporalio/workflow';
import { environmentWorkflow } from './environment.workflow.ts';

// It outlives every build of the workers, so it never stays with one, whatever releases do. A file
// of its own, because Temporal refuses what a worker without a build id says about builds.
setWorkflowOptions({ versioningBehavior: 'AUTO_UPGRADE' }, environmentWorkflow);

export * from './index.ts';

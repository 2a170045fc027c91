/** Workflows only: every export of this file is registered under its name. */
export { accessWorkflow } from './access.workflow.ts';
export { environmentWorkflow } from './environment.workflow.ts';
export { reconcilerWorkflow } from './reconciler.workflow.ts';
export { rehearsalWorkflow } from './rehearsal.workflow.ts';
export { releaseWorkflow } from './release.workflow.ts';
export { remarkWorkflow } from './remark.workflow.ts';

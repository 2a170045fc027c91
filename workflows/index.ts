/** Workflows only: every export of this file is registered under its name. */
export { environmentWorkflow } from './environment.workflow.ts';
export { releaseWorkflow } from './release.workflow.ts';

import { releaseWorkflowId } from '../../workflows/contract.ts';

const prefix = releaseWorkflowId('');

/** The release that a workflow id is made from; null for the id of anything else. */
export function releaseOf(workflowId: string | undefined): string | null {
  return workflowId?.startsWith(prefix) === true ? workflowId.slice(prefix.length) : null;
}

import { asyncLocalStorage } from '@temporalio/activity';
import pino, { type Logger } from 'pino';
import { traceFields } from '../../telemetry/trace-fields.ts';
import { releaseOfWorkflowId } from '../../workflows/contract.ts';

/** The log of a worker: what a step says carries its release, and its trace where there is one. */
export function createLog(level: string): Logger {
  return pino({
    name: 'tidegate-worker',
    level,
    mixin: () => ({ ...stepFields(), ...traceFields() }),
  });
}

function stepFields(): Readonly<Record<string, string>> {
  const info = asyncLocalStorage.getStore()?.info;
  if (info === undefined) return {};
  const release = releaseOfWorkflowId(info.workflowExecution?.workflowId);
  return { step: info.activityType, ...(release === null ? {} : { release }) };
}

import { Context } from '@temporalio/activity';
import type { StepContext } from './ports/deployer.ts';

/** The running activity, as adapters see it. */
export function stepContext(tell?: StepContext['tell']): StepContext {
  const context = Context.current();
  return {
    heartbeat: (progress) => context.heartbeat(progress),
    signal: context.cancellationSignal,
    ...(tell === undefined ? {} : { tell }),
  };
}

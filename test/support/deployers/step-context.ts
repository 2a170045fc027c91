import type { StepContext } from '../../../activities/ports/deployer.ts';

/** A step that nobody stops and nobody listens to. */
export function quietStep(): StepContext {
  return { heartbeat: () => {}, signal: new AbortController().signal };
}

/** A step that is told to stop after a while. */
export function stepStoppedAfter(milliseconds: number): StepContext {
  return { heartbeat: () => {}, signal: AbortSignal.timeout(milliseconds) };
}

import type { StepContext } from '../../../activities/ports/deployer.ts';

/** The context of a step that remembers what it was told. */
export function stepContext(
  signal: AbortSignal = new AbortController().signal,
): StepContext & { readonly heartbeats: readonly string[] } {
  const heartbeats: string[] = [];
  return { heartbeats, heartbeat: (progress) => heartbeats.push(progress), signal };
}

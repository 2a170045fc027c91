import { type FailureKind, StepFailure } from '../../activities/ports/failures.ts';

/**
 * A message that a channel has not taken. It names the channel and what the other side said in
 * numbers, and never its words: they may quote addresses of people, or the secret that was sent.
 */
export function channelFailure(
  kind: FailureKind,
  channel: string,
  { what, remedy, retryAfterMs }: { what: string; remedy: string; retryAfterMs?: number },
): StepFailure {
  const code = kind === 'retry' ? 'notifiers/unreachable' : 'notifiers/refused';
  return new StepFailure(kind, code, `The channel ${channel} ${what}.`, remedy, retryAfterMs);
}

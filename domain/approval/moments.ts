import type { Escalation } from '../plan/requirement-policy.ts';

/** What people are told of before a deadline: each so long before it. */
export type Telling = {
  readonly remindBeforeMs: readonly number[];
  readonly escalate?: Escalation;
};

/** The instant, RFC 3339, that lies so long before a deadline. */
export function earlier(deadline: string, beforeMs: number): string {
  return new Date(Date.parse(deadline) - beforeMs).toISOString();
}

/** When people are reminded, whether that is past or not. */
export function remindersOf(deadline: string, { remindBeforeMs }: Telling): readonly string[] {
  return remindBeforeMs.map((beforeMs) => earlier(deadline, beforeMs));
}

/** When people are reminded or others asked besides: the instants after `now`, in their order. */
export function momentsUntil(deadline: string, telling: Telling, now: string): readonly string[] {
  const { escalate } = telling;
  const second = escalate === undefined ? [] : [earlier(deadline, escalate.beforeMs)];
  const instants = new Set([...remindersOf(deadline, telling), ...second]);
  return [...instants].filter((instant) => instant > now).toSorted();
}

/** Why a release does not go on, who can change that, and until when. Every wait has a way out. */
export type Wait = {
  /** Unique among the open waits of a release: `production/approval/cab`. */
  readonly id: string;
  readonly stage: string;
  readonly kind:
    | 'approval'
    | 'uat'
    | 'task'
    | 'other-release'
    | 'window'
    | 'lease'
    | 'soak'
    | 'observation'
    | 'decision'
    | 'failed-stage'
    | 'failed-rollback'
    | 'taken-over'
    | 'obligation'
    | 'records';
  /** What it waits for, as a sentence. */
  readonly reason: string;
  /** Groups or people who can clear it; empty when only time can. */
  readonly clearedBy: readonly string[];
  /** What they do, as a sentence: the command or endpoint. */
  readonly remedy: string;
  /** RFC 3339 instant at which something happens by itself; null: no known end. */
  readonly until: string | null;
  /** What happens at `until`: `expires`, `continues`, `rolls back`…; null without an instant. */
  readonly then: string | null;
};

/** The id of the wait in which people decide about a stage on which the calendar has closed. */
export function overrunWait(stage: string): string {
  return `${stage}/overrun`;
}

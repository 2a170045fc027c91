import type { ReleaseOutcome } from '../release/event.ts';
import type { Wait } from '../release/wait.ts';

/** What happened at a moment of a rehearsal, or what it began to wait for then. */
export type AccountLine = {
  /** RFC 3339, simulated. */
  readonly at: string;
  /** Id of a stage; null for what concerns the whole release. */
  readonly stage: string | null;
  readonly what:
    | 'passed'
    | 'failed'
    | 'waits'
    | 'live'
    | 'rolls-back'
    | 'taken-back'
    | 'not-taken-back'
    | 'stays'
    | 'closed';
  /** A sentence. */
  readonly text: string;
  /** What kind of wait; null where it does not wait. */
  readonly wait: Wait['kind'] | null;
  /** Groups or people who could clear the wait; empty when only time can. */
  readonly who: readonly string[];
  /** RFC 3339: when something would happen by itself; null: never. */
  readonly until: string | null;
  /** How long it waited, up to the end of the rehearsal; 0 where it did not wait. */
  readonly waitedMs: number;
};

/** How a rehearsal ended. */
export type AccountOutcome =
  | { readonly ended: 'closed'; readonly result: ReleaseOutcome; readonly reason: string }
  | {
      readonly ended: 'waits';
      /** Whole simulated days from the start of the release. */
      readonly afterDays: number;
      /** Groups or people without whom it does not go on. */
      readonly for: readonly string[];
      readonly stage: string | null;
      readonly reason: string;
      /** What somebody would have to do. */
      readonly remedy: string;
    };

/** Waiting of one kind, over the whole rehearsal. Waits side by side count each. */
export type WaitingTotal = {
  readonly wait: Wait['kind'];
  readonly times: number;
  readonly waitedMs: number;
};

/** What a rehearsal says. */
export type RehearsalAccount = {
  readonly startAt: string;
  /** RFC 3339, simulated: when the release closed, or the horizon. */
  readonly endAt: string;
  readonly outcome: AccountOutcome;
  readonly lines: readonly AccountLine[];
  /** The longest first. */
  readonly waiting: readonly WaitingTotal[];
};

import type { ReleaseFact } from '../domain/release/event.ts';

/**
 * What every step of a release brings along. `facts` are the release's facts that have not been
 * confirmed as recorded: an interceptor writes them before the step does anything, so that
 * recording costs no history of its own and no effect runs ahead of its record.
 */
export type Step = {
  readonly release: string;
  readonly facts: readonly ReleaseFact[];
  /**
   * A step beside this one carries the facts up to this number: wait until they are recorded. 0:
   * nothing to wait for.
   */
  readonly after: number;
  /** The stage that it is a step of, for those who watch how far it has come. */
  readonly stage?: string;
};

/**
 * A step that acts on a tool. `key` is release, stage, component, intent and the attempt of the
 * person; the ledger gets an intent before and an outcome after it under this key.
 */
export type ActingStep = Step & { readonly key: string };

/** A step that touches an environment, and therefore proves first that it may. */
export type TouchingStep = ActingStep & {
  readonly environment: string;
  readonly fence: number;
  /** Digest of the statement by which it may finish although the calendar has closed. */
  readonly overrun?: string | null;
};

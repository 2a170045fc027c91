/**
 * How far a part of a stage has come, as the step that works on it last said. It is told beside the
 * ledger and may be lost: nothing is ever decided by it.
 */
export type PartProgress = {
  readonly stage: string;
  /** Null before any environment. */
  readonly environment: string | null;
  readonly component: string;
  /** One of the places that the component goes to; null for the component as a whole. */
  readonly target: string | null;
  /** What is being done, in a few words. */
  readonly step: string;
  /** How much of it is done, from 0 to 1; null where nobody can say. */
  readonly share: number | null;
  /** Figures by name. Rates are shares from 0 to 1. */
  readonly counters: Readonly<Record<string, number>>;
  /** Where its log lies; never the text of it. */
  readonly log: string | null;
  /** RFC 3339 instant at which it ends by the plan; null where only earlier runs can tell. */
  readonly endsAt: string | null;
};

/** A part as it is kept, with when it was first and last heard of, and what it did before. */
export type KeptPart = PartProgress & {
  readonly begunAt: string;
  readonly at: string;
  /** The steps before this one, the oldest first; the latest twenty. */
  readonly trail: readonly { readonly step: string; readonly endedAt: string }[];
};

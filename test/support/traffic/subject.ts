import type { Traffic, TrafficOrder } from '../../../activities/ports/traffic.ts';

/** One tool that divides users, and what is needed to find out the truth around it. */
export type TrafficSubject = {
  readonly traffic: Traffic;
  /** The same tool, for a caller that soon gives up. */
  readonly impatient: Traffic;
  /** How often the tool has changed what it divides by, by its own log. */
  readonly effects: () => Promise<number>;
  /** Orders a division and dies in that way before the answer; see `deaths`. */
  readonly shiftAndDie: (order: TrafficOrder, death: string) => Promise<void>;
  /** Suspends the tool. Returns how to let it go on. */
  readonly suspend: () => Promise<() => void>;
  /** Kills the tool as a crash would, and starts it again. */
  readonly crash: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type TrafficSubjectKind = {
  readonly name: string;
  /** How a shift dies between its beginning and its answer. */
  readonly deaths: readonly string[];
  readonly create: () => Promise<TrafficSubject>;
};

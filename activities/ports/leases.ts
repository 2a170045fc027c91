import type { Reservation } from '../../domain/environment/reservation.ts';

/** A release that has a place of an environment, as it is recorded. */
export type RecordedLease = {
  readonly release: string;
  readonly fence: number;
  /** From 1: which of the places of the environment it has. */
  readonly place: number;
  /** The emergency release for which it is to give way; absent: none. */
  readonly recalledFor?: string;
};

export type EnvironmentLeases = {
  readonly holders: readonly RecordedLease[];
  /** Number of the latest grant; 0 when the environment was never held. */
  readonly fence: number;
};

/** What the environment workflow notes about a place. `release` null: it was given back. */
export type NotedLease = Omit<RecordedLease, 'release'> & {
  readonly environment: string;
  readonly release: string | null;
};

/**
 * The environment workflow writes here who holds an environment; activities check it before they
 * touch it.
 */
export type Leases = {
  /** Records a holder. Refuses (terminal) a fence lower than the one recorded for that place. */
  record(lease: NotedLease): Promise<void>;
  leasesOf(environment: string): Promise<EnvironmentLeases>;
  /** How many releases may hold the environment at once, as the catalog says now; at least 1. */
  capacityOf(environment: string): Promise<number>;
  /** Reservations of the environment that nobody took back, without those long over. */
  standingReservations(environment: string): Promise<readonly Reservation[]>;
  /** Whether a step of the release has begun to give the environment back since it last asked. */
  isGivenBack(release: string, environment: string): Promise<boolean>;
};

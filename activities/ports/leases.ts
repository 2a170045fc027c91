import type { BoundRelease } from '../../domain/environment/expected.ts';
import type { EnvironmentLeases, NotedLease } from '../../domain/environment/recorded-leases.ts';
import type { Reservation } from '../../domain/environment/reservation.ts';

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
  /** Releases that the calendar holds before the environment, or has let in, and that come next. */
  boundReleases(environment: string): Promise<readonly BoundRelease[]>;
  /** Whether a step of the release has begun to give the environment back since it last asked. */
  isGivenBack(release: string, environment: string): Promise<boolean>;
};

import { bindTo } from './bind-to.ts';
import type { Db } from './database.ts';
import { currentLease, isGivenBack, listLeases, recordLease } from './leases.ts';
import {
  listReservations,
  reserve,
  standingReservations,
  takeReservationBack,
} from './reservations.ts';

/** Who holds environments, and for whom they are reserved. */
export function createEnvironmentRecords(db: Db) {
  const bind = bindTo(db);
  return {
    current: bind(currentLease),
    isGivenBack: bind(isGivenBack),
    listLeases: bind(listLeases),
    record: bind(recordLease),
    listReservations: bind(listReservations),
    reserve: bind(reserve),
    standingReservations: bind(standingReservations),
    takeReservationBack: bind(takeReservationBack),
  };
}

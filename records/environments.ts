import { bindTo } from './bind-to.ts';
import { boundReleases } from './bound-releases.ts';
import type { Db } from './database.ts';
import { capacityOf, isGivenBack, leasesOf, listLeases, recordLease } from './leases.ts';
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
    boundReleases: bind(boundReleases),
    capacityOf: bind(capacityOf),
    isGivenBack: bind(isGivenBack),
    leasesOf: bind(leasesOf),
    listLeases: bind(listLeases),
    record: bind(recordLease),
    listReservations: bind(listReservations),
    reserve: bind(reserve),
    standingReservations: bind(standingReservations),
    takeReservationBack: bind(takeReservationBack),
  };
}

import type { KeptReservation } from '../../records/reservations.ts';
import type { ApiRecords } from '../records-port.ts';

/** A reservation as people see it, with the name of who made it beside the id in the ledger. */
export type ReservationView = Omit<KeptReservation, 'by'> & {
  /** `person` is the handle; null when nobody has that id any more. */
  readonly by: { readonly subject: string; readonly person: string | null };
};

export async function reservationView(
  { by, ...reservation }: KeptReservation,
  { personOf }: Pick<ApiRecords, 'personOf'>,
): Promise<ReservationView> {
  return { ...reservation, by: { subject: by, person: await personOf(by) } };
}

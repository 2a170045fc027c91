/** What the command line reads of a reservation. */
export type ReservationAnswer = {
  readonly id: string;
  readonly environment: string;
  readonly release: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly reason: string;
  readonly by: { readonly subject: string; readonly person: string | null };
  readonly takenBackAt: string | null;
};

export type ReservationListAnswer = { readonly reservations: readonly ReservationAnswer[] };

import { type Selectable, sql, type Transaction } from 'kysely';
import type { LedgerAction } from '../activities/ports/records.ts';
import { earliestFree, overlapping, type Reservation } from '../domain/environment/reservation.ts';
import { appendEntries, lockHead } from './append-entries.ts';
import { reaching } from './connect.ts';
import type { Database, Db, ReservationTable } from './database.ts';

/** A reservation with what people said of it, and whether it still stands. */
export type KeptReservation = Reservation & {
  readonly reason: string;
  /** RFC 3339. */
  readonly reservedAt: string;
  /** RFC 3339; null while nobody took it back. */
  readonly takenBackAt: string | null;
};

/** Others that are in the way, the first of them first, and when there would be none. */
export type Taken = {
  readonly others: readonly KeptReservation[];
  readonly free: Pick<Reservation, 'startsAt' | 'endsAt'>;
};

/**
 * Keeps a reservation, unless another one of the environment meets it. Of two that come at once the
 * later sees the earlier. The ledger of a release that has begun tells of it.
 */
export function reserve(
  db: Db,
  wanted: Reservation & { readonly reason: string },
): Promise<KeptReservation | Taken> {
  return reaching(() =>
    db.transaction().execute(async (tx) => {
      const { id, environment, release, startsAt, endsAt, reason, by } = wanted;
      const lock = `reservations of ${environment}`;
      await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(tx);
      const standing = await readStanding(tx, environment);
      const others = overlapping(standing, wanted);
      if (others.length > 0) return { others, free: earliestFree(standing, wanted) };
      const row = await tx
        .insertInto('reservations')
        .values({
          id,
          environment,
          release,
          starts_at: startsAt,
          ends_at: endsAt,
          reason,
          reserved_by: by,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      const kept = toReservation(row);
      await note(tx, kept, 'reserve', by, kept.reservedAt);
      return kept;
    }),
  );
}

/** Takes a reservation back; doing it again changes nothing. Null when there is no such one. */
export function takeReservationBack(
  db: Db,
  { environment, id, by }: { environment: string; id: string; by: string },
): Promise<KeptReservation | null> {
  return reaching(() =>
    db.transaction().execute(async (tx) => {
      const row = await tx
        .selectFrom('reservations')
        .selectAll()
        .where('id', '=', id)
        .where('environment', '=', environment)
        .forUpdate()
        .executeTakeFirst();
      if (row === undefined) return null;
      if (row.taken_back_at !== null) return toReservation(row);
      const changed = await tx
        .updateTable('reservations')
        .set({ taken_back_at: sql`clock_timestamp()`, taken_back_by: by })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      const back = toReservation(changed);
      await note(tx, back, 'take-reservation-back', by, back.takenBackAt ?? back.reservedAt);
      return back;
    }),
  );
}

/** All of an environment, or of every one where none is named, by their start. */
export function listReservations(
  db: Db,
  environment: string | null,
): Promise<readonly KeptReservation[]> {
  return reaching(async () => {
    const rows = await db
      .selectFrom('reservations')
      .selectAll()
      .$if(environment !== null, (query) => query.where('environment', '=', environment ?? ''))
      .orderBy('starts_at')
      .execute();
    return rows.map(toReservation);
  });
}

/**
 * Those of an environment that nobody took back and that have not ended, by their start. One that
 * has just ended may be among them: whoever asks goes by a clock of their own.
 */
export function standingReservations(
  db: Db,
  environment: string | null,
): Promise<readonly KeptReservation[]> {
  return reaching(() => readStanding(db, environment));
}

async function readStanding(
  db: Db | Transaction<Database>,
  environment: string | null,
): Promise<readonly KeptReservation[]> {
  const rows = await db
    .selectFrom('reservations')
    .selectAll()
    .$if(environment !== null, (query) => query.where('environment', '=', environment ?? ''))
    .where('taken_back_at', 'is', null)
    .where('ends_at', '>', sql<Date>`clock_timestamp() - interval '5 minutes'`)
    .orderBy('starts_at')
    .execute();
  return rows.map(toReservation);
}

function toReservation(row: Selectable<ReservationTable>): KeptReservation {
  return {
    id: row.id,
    environment: row.environment,
    release: row.release,
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    by: row.reserved_by,
    reason: row.reason,
    reservedAt: row.reserved_at.toISOString(),
    takenBackAt: row.taken_back_at?.toISOString() ?? null,
  };
}

/** A name that no release has yet gets no chain; its reasons are people's words, and stay out. */
async function note(
  tx: Transaction<Database>,
  { id, environment, release, startsAt, endsAt }: KeptReservation,
  action: 'reserve' | 'take-reservation-back',
  by: string,
  at: string,
): Promise<void> {
  const begun = await tx
    .selectFrom('ledger_heads')
    .select('release')
    .where('release', '=', release)
    .executeTakeFirst();
  if (begun === undefined) return;
  const content: LedgerAction = {
    key: `${release}/${environment}/reservation/${id}`,
    phase: 'outcome',
    action,
    by,
    at,
    attempt: 1,
    outcome: 'done',
    details: { environment, startsAt, endsAt },
  };
  const head = await lockHead(tx, release);
  await appendEntries(tx, release, head, [{ sort: 'action', content, seq: null }]);
}

import { expectedAmong, rankIn } from '../../domain/environment/expected.ts';
import { keepsLastPlace } from '../../domain/environment/in-the-way.ts';
import {
  type Holder,
  holderInTheWay,
  nameExpected,
  nameHolder,
  nameQueue,
} from '../../domain/environment/name-holder.ts';
import { nameReservation } from '../../domain/environment/name-reservation.ts';
import { reservationAt } from '../../domain/environment/reservation.ts';
import type { Blocker } from '../../domain/release/blockers.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import type { KeptReservation } from '../../records/reservations.ts';
import type { ApiRecords } from '../records-port.ts';

type Asked = Pick<
  ApiRecords,
  | 'boundReleases'
  | 'calendar'
  | 'leasesOf'
  | 'capacityOf'
  | 'personOf'
  | 'planInForce'
  | 'portfolios'
  | 'standingReservations'
  | 'state'
>;

type Asking = { readonly release: string } & Pick<
  ReleaseState,
  'stages' | 'services' | 'releaseClass'
>;

/**
 * Says of each environment that a release waits for who holds it, or for whom it is reserved, as
 * the records know it now. The release's own facts cannot: that changes while it waits.
 */
export async function namingHolders(
  blockers: readonly Blocker[],
  asking: Asking,
  now: string,
  records: Asked,
): Promise<readonly Blocker[]> {
  if (!blockers.some(({ kind }) => kind === 'lease')) return blockers;
  return Promise.all(
    blockers.map(async (blocker) => {
      const environment = asking.stages.find(({ id }) => id === blocker.stage)?.environment ?? null;
      if (blocker.kind !== 'lease' || environment === null) return blocker;
      const reserved = await reservedForOther(environment, asking, now, records);
      const [holders, capacity] = await Promise.all([
        holdersOf(environment, records),
        records.capacityOf(environment),
      ]);
      const held = holderInTheWay(holders, asking, capacity);
      const isKept = reserved !== null && keepsLastPlace({ holders, capacity }, reserved);
      if (held === null) {
        if (!isKept) {
          const first = await expectedBefore(environment, asking, now, records);
          if (first !== null) return nameExpected(blocker, environment, first);
          return capacity === 1 ? blocker : nameQueue(blocker, environment);
        }
        const owner = (await records.personOf(reserved.by)) ?? reserved.by;
        return nameReservation(blocker, { ...reserved, owner });
      }
      const named = nameHolder(blocker, environment, asking, held);
      if (!isKept) return named;
      const then = `Afterwards it is kept for ${reserved.release} until ${reserved.endsAt}.`;
      return { ...named, reason: `${named.reason} ${then}` };
    }),
  );
}

async function holdersOf(environment: string, records: Asked): Promise<readonly Holder[]> {
  const { holders } = await records.leasesOf(environment);
  const known = await Promise.all(
    holders.map(async ({ release }) => {
      const [sealed, state] = await Promise.all([
        records.planInForce(release),
        records.state(release),
      ]);
      return sealed === null || state === null ? [] : [{ release, plan: sealed.plan, state }];
    }),
  );
  return known.flat();
}

/** Who goes before a release without having asked yet; null: nobody. */
async function expectedBefore(
  environment: string,
  { release }: Asking,
  now: string,
  records: Asked,
): Promise<string | null> {
  const bound = await records.boundReleases(environment);
  const sealed = bound.length === 0 ? null : await records.planInForce(release);
  if (sealed === null) return null;
  const [calendar, portfolios] = await Promise.all([records.calendar(), records.portfolios()]);
  const above = rankIn(sealed.plan, portfolios);
  const sight = { environment, calendar, portfolios, now, above };
  return expectedAmong(bound, sight)[0]?.release ?? null;
}

/** An emergency passes whatever is reserved. */
async function reservedForOther(
  environment: string,
  { release, releaseClass }: Asking,
  now: string,
  records: Asked,
): Promise<KeptReservation | null> {
  if (releaseClass === 'emergency') return null;
  const reserved = reservationAt(await records.standingReservations(environment), now);
  return reserved?.release === release ? null : reserved;
}

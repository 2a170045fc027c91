import type { CalendarEntry } from '../../domain/calendar/entry.ts';
import { matches } from '../../domain/calendar/scope.ts';
import { canonicalJson } from '../../domain/ledger/canonical-json.ts';
import { scopesOf } from '../../domain/plan/scopes-of.ts';
import { overrunWait } from '../../domain/release/wait.ts';
import type { ListedRelease } from '../../records/reads/list-releases.ts';
import type { Services } from '../services.ts';

const pageSize = 200;

type Told = Pick<Services, 'records' | 'releases' | 'log'>;

/**
 * Does what may change the calendar, and then tells every release that waits for a window and that
 * a changed entry speaks of to look again. One that is missed looks by itself within the hour, so a
 * failure is logged and not shown: the calendar has changed all the same.
 */
export async function changeCalendar<Result>(
  services: Told,
  work: () => Promise<Result>,
): Promise<Result> {
  const { records, log } = services;
  const before = await records.calendar();
  const result = await work();
  try {
    const after = await records.calendar();
    const changed = differing(before.entries, after.entries);
    if (changed.length > 0) await wakeHolders(changed, services);
  } catch (error) {
    log.warn({ err: error }, 'Some releases were not told that the calendar has changed.');
  }
  return result;
}

/**
 * Entries that are in one of the two calendars and not, as they are, in the other. Most are written
 * alike to the letter; only of the rest it is asked whether they mean the same.
 */
function differing(
  before: readonly CalendarEntry[],
  after: readonly CalendarEntry[],
): readonly CalendarEntry[] {
  const gone = missingFrom(after, before, JSON.stringify);
  const come = missingFrom(before, after, JSON.stringify);
  return [...missingFrom(come, gone, canonicalJson), ...missingFrom(gone, come, canonicalJson)];
}

function missingFrom(
  others: readonly CalendarEntry[],
  some: readonly CalendarEntry[],
  textOf: (entry: CalendarEntry) => string,
): readonly CalendarEntry[] {
  const known = new Set(others.map((entry) => textOf(entry)));
  return some.filter((entry) => !known.has(textOf(entry)));
}

async function wakeHolders(changed: readonly CalendarEntry[], services: Told): Promise<void> {
  const { records, releases } = services;
  for (let pageToken: string | undefined; ; ) {
    const filter = { state: 'rolling-out', pageSize };
    const page = await records.listReleases(
      pageToken === undefined ? filter : { ...filter, pageToken },
    );
    const held = page.releases.filter((listed) => heldIn(listed).length > 0);
    await Promise.all(
      held.map(async (listed) => {
        if (!(await isConcerned(listed, changed, services))) return;
        await releases.calendarChanged(listed.release);
      }),
    );
    if (page.nextPageToken === null) return;
    pageToken = page.nextPageToken;
  }
}

/** Environments that have closed on the release: it waits for them, or is asked about them. */
function heldIn({ state }: ListedRelease): readonly string[] {
  return state.waits.flatMap(({ id, kind, stage }) => {
    const environment = state.stages.find((each) => each.id === stage)?.environment ?? null;
    const isClosed = kind === 'window' || id === overrunWait(stage);
    return isClosed && environment !== null ? [environment] : [];
  });
}

async function isConcerned(
  listed: ListedRelease,
  changed: readonly CalendarEntry[],
  { records }: Pick<Services, 'records'>,
): Promise<boolean> {
  const sealed = await records.planInForce(listed.release);
  if (sealed === null) return false;
  const scopes = heldIn(listed).flatMap((environment) => scopesOf(sealed.plan, environment));
  return changed.some((entry) => scopes.some((scope) => matches(entry, scope)));
}

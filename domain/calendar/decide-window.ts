import type { Calendar, Timeline } from './calendar.ts';
import type { CalendarAnswer, CalendarEntry, CalendarScope } from './entry.ts';

/** How far the next opening and closing are looked for. */
const horizonMs = 400 * 86_400_000;
const mostTitles = 3;

export type WindowQuestion = {
  readonly calendar: Calendar;
  /** What would be touched; open only when it is open for each of them. */
  readonly scopes: readonly CalendarScope[];
  /** RFC 3339. */
  readonly instant: string;
};

/**
 * Whether releases may go out at the instant. Whatever denies wins over what allows; where an entry
 * that allows matches, one has to be active; where nothing speaks, it is open. Intervals are
 * half-open. Throws a RangeError when an instant is not RFC 3339: an unreadable calendar is no open
 * one.
 */
export function decideWindow({ calendar, scopes, instant }: WindowQuestion): CalendarAnswer {
  const nowMs = Date.parse(instant);
  if (Number.isNaN(nowMs)) throw new RangeError(`\`${instant}\` is no instant.`);
  const timeline = calendar.timelineOf(scopes);
  const { open, nextOpen, nextClose } = look(timeline, nowMs);
  const until = open ? nextClose : nextOpen;
  const active = timeline
    .at(nowMs)
    .stretch.activeAt(nowMs)
    .flatMap((position) => calendar.entries[position] ?? []);
  const denying = active.filter(({ kind }) => kind !== 'allow');
  const place = placeOf(scopes);
  const shared = { open, nextOpen, nextClose, until };
  if (denying.length > 0) {
    const reason = `${place} is closed by ${named(denying)}${untilWhen(until, denying)}`;
    return { ...shared, by: ids(denying), reason, liftedBy: owners(denying) };
  }
  if (open) {
    const by = active.length === 0 ? 'nothing holds releases' : `allowed by ${named(active)}`;
    const reason = `${place} is open: ${by}${until === null ? '.' : `, until ${until}.`}`;
    return { ...shared, by: ids(active), reason, liftedBy: [] };
  }
  const reason = `No window of ${place} is open${untilWhen(until, [])}`;
  // Whoever owns the windows of something can open another one.
  return { ...shared, by: [], reason, liftedBy: owners(timeline.allowing) };
}

type Ahead = Pick<CalendarAnswer, 'open' | 'nextOpen' | 'nextClose'>;

/** Goes from change to change until it has seen an opening and a closing, or the horizon. */
function look(timeline: Timeline, nowMs: number): Ahead {
  const lastMs = nowMs + horizonMs;
  let open: boolean | null = null;
  let atNow = false;
  let nextOpen: string | null = null;
  let nextClose: string | null = null;
  for (let ms = nowMs; ms <= lastMs; ) {
    const { fromMs, stretch } = timeline.at(ms);
    for (const flip of [{ atMs: fromMs, open: stretch.isOpenAtFirst }, ...stretch.flips]) {
      if (flip.atMs <= nowMs) {
        open = atNow = flip.open;
        continue;
      }
      if (flip.open === open || flip.atMs > lastMs) continue;
      open = flip.open;
      const instant = new Date(flip.atMs).toISOString();
      if (open) nextOpen ??= instant;
      else nextClose ??= instant;
      if (nextOpen !== null && nextClose !== null) return { open: atNow, nextOpen, nextClose };
    }
    ms = fromMs + timeline.stretchMs;
  }
  return { open: atNow, nextOpen, nextClose };
}

function placeOf(scopes: readonly CalendarScope[]): string {
  const names = scopes.map(
    ({ environment, region, service, team }) =>
      environment ?? region ?? service ?? team ?? 'everything',
  );
  return [...new Set(names)].join(', ');
}

function named(entries: readonly CalendarEntry[]): string {
  const first = entries.slice(0, mostTitles).map(({ kind, title }) => `the ${kind} “${title}”`);
  const more = entries.length - first.length;
  return `${first.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function ids(entries: readonly CalendarEntry[]): readonly string[] {
  return entries.map(({ id }) => id);
}

function owners(entries: readonly CalendarEntry[]): readonly string[] {
  return [...new Set(entries.map(({ owner }) => owner))];
}

/** An entry without an end has no known one; else there is merely no opening in sight. */
function untilWhen(instant: string | null, denying: readonly CalendarEntry[]): string {
  if (instant !== null) return `, until ${instant}.`;
  if (denying.some(({ end }) => end === null)) return ', with no known end.';
  return ', with no known end within 400 days.';
}

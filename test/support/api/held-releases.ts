import { pino } from 'pino';
import { openCalendar } from '../../../domain/calendar/calendar.ts';
import type { CalendarEntry } from '../../../domain/calendar/entry.ts';
import type { ReleasePlan } from '../../../domain/plan/plan.ts';
import { initialState } from '../../../domain/release/state.ts';
import { aStage } from '../builders/plan.ts';

export const windowStage = aStage('window');

type Held = {
  readonly names: readonly string[];
  readonly planOf: (release: string) => ReleasePlan;
  /** What they wait for; by default for the window. */
  readonly wait?: object | undefined;
};

/**
 * Releases before a closed window, as the API lists them, under a calendar of those entries as they
 * are at each moment. `woken` are told that the calendar has changed, in their order.
 */
export function heldReleases(entries: readonly CalendarEntry[], { names, planOf, wait }: Held) {
  const woken: string[] = [];
  const { id, kind, environment } = windowStage;
  const state = {
    ...initialState(),
    stages: [{ id, kind, environment }],
    waits: [wait ?? { id: `${id}/window`, kind: 'window', stage: id }],
  };
  type Page = { pageSize: number; pageToken?: string };
  const records = {
    calendar: async () => openCalendar([...entries]),
    async listReleases({ pageSize, pageToken = '0' }: Page) {
      const from = Number(pageToken);
      const next = from + pageSize;
      return {
        releases: names.slice(from, next).map((release) => ({ release, state })),
        nextPageToken: next < names.length ? `${next}` : null,
      };
    },
    planInForce: async (release: string) => ({ plan: planOf(release) }),
  };
  const releases = { calendarChanged: async (release: string) => void woken.push(release) };
  const log = pino({ level: 'silent' });
  return { woken, services: { records, releases, log } as never };
}

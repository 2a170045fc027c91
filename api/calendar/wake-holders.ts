import type { Services } from '../services.ts';

const pageSize = 200;

/**
 * Tells every release that waits for a window to look at the calendar again. One that is missed
 * looks by itself within the hour, so a failure is logged and not shown: the calendar has changed
 * all the same.
 */
export async function wakeHolders({ records, releases, log }: Services): Promise<void> {
  try {
    for (let pageToken: string | undefined; ; ) {
      const filter = { state: 'rolling-out', pageSize };
      const page = await records.listReleases(
        pageToken === undefined ? filter : { ...filter, pageToken },
      );
      const held = page.releases.filter(({ state }) =>
        state.waits.some(({ kind }) => kind === 'window'),
      );
      await Promise.all(held.map(({ release }) => releases.calendarChanged(release)));
      if (page.nextPageToken === null) return;
      pageToken = page.nextPageToken;
    }
  } catch (error) {
    log.warn({ err: error }, 'Some releases were not told that the calendar has changed.');
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { type FeedConfig, readFeedConfig } from '../../adapters/feeds/feed-config.ts';
import { FeedUnread, fetchFeed } from '../../adapters/feeds/fetch-feed.ts';
import { importEvents } from '../calendar/import-events.ts';
import { changeCalendar } from '../calendar/wake-holders.ts';
import { Problem } from '../problem.ts';
import type { Services } from '../services.ts';
import type { FeedStanding, Feeds, FeedTrouble } from './feed-standing.ts';

/** Who stands behind an entry that no person has brought in. */
const by = 'feed';
const tickMs = 10_000;

type Parts = Pick<Services, 'records' | 'releases' | 'log' | 'clock'> & {
  /** The operator's file; undefined: nobody has subscribed to anything. */
  readonly file: string | undefined;
};

type Known = { readonly standing: FeedStanding; readonly tag: string | null };

/** Feeds that are asked for regularly, and taken in whole or not at all. */
export type FeedFollower = Feeds & {
  /** Asks for those that are due. `atOnce`: for all. */
  readonly look: (atOnce?: boolean) => Promise<void>;
  /** Looks again and again until the signal comes. */
  readonly follow: (signal: AbortSignal) => Promise<void>;
};

/**
 * Follows the feeds of a file, which is read each time: addresses stand there alone, so that no
 * request, and nobody who may only use the API, makes this process ask for one. Every process of the
 * API may follow them: what is taken in twice is there once.
 */
export function createFeedFollower(parts: Parts): FeedFollower {
  const known = new Map<string, Known>();
  let wrong: string | null = null;
  let ending: AbortSignal | undefined;
  const look = async (atOnce = false): Promise<void> => {
    const config = await readFeedConfig(parts.file);
    wrong = 'wrong' in config ? config.wrong : null;
    if ('wrong' in config) return;
    for (const calendar of known.keys()) {
      if (config.content[calendar] === undefined) known.delete(calendar);
    }
    for (const [calendar, feed] of Object.entries(config.content)) {
      const before = known.get(calendar) ?? { standing: unread(calendar, feed), tag: null };
      if (atOnce || isDue(before, feed, parts.clock())) {
        known.set(calendar, await ask(calendar, feed, before, { ...parts, ending }));
      }
    }
  };
  return {
    list: () => [...known.values()].map(({ standing }) => standing),
    wrongFile: () => wrong,
    look,
    async follow(signal) {
      ending = signal;
      while (!signal.aborted) {
        await look().catch((error: unknown) => {
          parts.log.error({ err: error }, 'The calendars that are subscribed to were not read.');
        });
        await sleep(tickMs, undefined, { signal, ref: false }).catch(() => undefined);
      }
    },
  };
}

function isDue({ standing }: Known, { everyMs }: FeedConfig, now: Date): boolean {
  return standing.askedAt === null || Date.parse(standing.askedAt) + everyMs <= now.getTime();
}

function unread(calendar: string, { url, everyMs }: FeedConfig): FeedStanding {
  const nothing = { askedAt: null, goodAt: null, changedAt: null, entries: null, trouble: null };
  return { calendar, host: new URL(url).host, everyMs, ...nothing };
}

async function ask(
  calendar: string,
  { url, everyMs, ...defaults }: FeedConfig,
  before: Known,
  parts: Parts & { readonly ending: AbortSignal | undefined },
): Promise<Known> {
  const askedAt = parts.clock().toISOString();
  const standing = { ...before.standing, host: new URL(url).host, everyMs, askedAt };
  try {
    const fetched = await fetchFeed(url, before.tag, parts.ending);
    const good = { ...standing, goodAt: askedAt, trouble: null };
    if (fetched === null) return { ...before, standing: good };
    const { entries, changed } = await changeCalendar(parts, () =>
      importEvents(fetched.text, { calendar, ...defaults }, by, parts.records),
    );
    const changedAt = changed ? askedAt : standing.changedAt;
    return { standing: { ...good, entries, changedAt }, tag: fetched.tag };
  } catch (error) {
    const trouble = troubleOf(error, before.standing.trouble?.since ?? askedAt);
    parts.log.warn({ calendar, ...trouble }, 'A calendar that is subscribed to was not taken in.');
    // What was refused is asked for anew, whatever its server calls it.
    return { standing: { ...standing, trouble }, tag: null };
  }
}

function troubleOf(error: unknown, since: string): FeedTrouble {
  if (error instanceof Problem) {
    const { detail, remedy, errors } = error.toBody('');
    return { since, message: detail, remedy, errors };
  }
  if (!(error instanceof FeedUnread)) throw error;
  const remedy = 'Look whether the address in TIDEGATE_FEEDS is still good; it is asked again.';
  return { since, message: `Its server ${error.message}.`, remedy, errors: [] };
}

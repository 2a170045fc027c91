import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type RouteRecord, routeName, type Share } from '../division/division.ts';
import { SESSION_ATTRIBUTES, sessionToken } from '../division/session.ts';
import { inTurn, type Turns, takeTurns } from './choose-share.ts';
import type { Counters } from './counters.ts';
import { answerFailure, type Forward } from './forward.ts';
import type { Health } from './health.ts';

/** A route as others see it: its record, and the open requests of versions by their addresses. */
export type RouteView = {
  readonly name: string;
  readonly record: RouteRecord;
  readonly openRequests: ReadonlyMap<string, ReadonlyMap<string, number>>;
};

/** A route at work: a listener for users, and the versions that take turns at answering. */
export type Route = {
  readonly view: () => RouteView;
  readonly server: Server;
  /** From the next request on, requests are divided so. */
  readonly divide: (record: RouteRecord) => void;
};

type Outside = {
  readonly counters: Counters;
  readonly health: Pick<Health, 'isWell'>;
  readonly forward: Forward;
};

export function createRoute(record: RouteRecord, outside: Outside): Route {
  const name = routeName(record);
  const openRequests = new Map<string, Map<string, number>>();
  let current = record;
  let turns = turnsOf(record.shares, outside.health);

  const server = createServer((request, response) => {
    const stays = sessionOf(request, current);
    const turn = turns.find(({ share }) => share === stays) ?? turns.next();
    const address = turn?.instances.next() ?? null;
    if (turn === null || address === null) {
      answerFailure(response, 503, name);
      return;
    }
    follow(turn.share, address, response);
    const cookie = turn.share === stays ? null : sessionCookie(current, turn.share);
    outside.forward.send(request, response, { address, cookie });
  });

  function follow(share: Share, address: string, response: ServerResponse<IncomingMessage>): void {
    const startedAt = performance.now();
    const open = openRequests.get(share.digest) ?? new Map<string, number>();
    openRequests.set(share.digest, open);
    open.set(address, (open.get(address) ?? 0) + 1);
    response.once('close', () => {
      open.set(address, (open.get(address) ?? 1) - 1);
      // A client that gives up may do so because the version hangs, so that counts against it.
      const answered = response.writableFinished;
      outside.counters.count(name, share, {
        failed: !answered || response.statusCode >= 500,
        durationMs: answered ? performance.now() - startedAt : null,
      });
    });
  }

  return {
    view: () => ({ name, record: current, openRequests }),
    server,
    divide: (next) => {
      current = next;
      turns = turnsOf(next.shares, outside.health);
    },
  };
}

/** The version that the user of a request stays on, or null. */
function sessionOf({ headers }: IncomingMessage, { sessions, shares }: RouteRecord): Share | null {
  if (sessions === null) return null;
  const named = `${sessions.cookie}=`;
  const pairs = headers.cookie?.split(';').map((pair) => pair.trim()) ?? [];
  const token = pairs.find((pair) => pair.startsWith(named))?.slice(named.length);
  return shares.find(({ digest }) => sessionToken(digest) === token) ?? null;
}

/** What lets a user stay on the version that is met now, or null where nobody shall. */
function sessionCookie({ sessions }: RouteRecord, { digest }: Share): string | null {
  if (sessions === null) return null;
  return `${sessions.cookie}=${sessionToken(digest)}; ${SESSION_ATTRIBUTES}`;
}

type Turn = {
  readonly share: Share;
  readonly weightPercent: number;
  readonly instances: Turns<string>;
};

/**
 * Versions by their weights, and within a version its instances one after the other. An unwell
 * instance is passed over while another of its version is well; a wholly unwell version keeps its
 * share, so that its failures show instead of burdening the others.
 */
function turnsOf(shares: readonly Share[], { isWell }: Pick<Health, 'isWell'>) {
  const all: readonly Turn[] = shares.map((share) => ({
    share,
    weightPercent: share.weightPercent,
    instances: inTurn(() => {
      const well = share.addresses.filter(isWell);
      return well.length > 0 ? well : share.addresses;
    }),
  }));
  const find = (wanted: (turn: Turn) => boolean) => all.find(wanted);
  return { ...takeTurns(all), find };
}

import type { Logger } from 'pino';
import { type Division, type RouteRecord, routeName, type Undoing } from '../division/division.ts';
import { recordOf, undoneRecord } from '../division/next-record.ts';
import { type Refusal, refusalOf, refusalOfUndo } from '../division/refusal.ts';
import { listen } from './listen.ts';
import type { Route, RouteView } from './route.ts';

export type Orders = {
  /**
   * Sets a division, or says why not. When it resolves, requests are divided so, also after a
   * crash.
   */
  readonly divide: (division: Division) => Promise<RouteView | Refusal>;
  /** Takes a division back, or says why not. */
  readonly undo: (undoing: Undoing) => Promise<RouteView | Refusal>;
};

type Outside = {
  /** Every route by its name. Orders add new ones. */
  readonly routes: Map<string, Route>;
  readonly create: (record: RouteRecord) => Route;
  /** Keeps what all routes are to be. When it resolves, a crash no longer loses it. */
  readonly keep: (records: readonly (readonly [string, RouteRecord])[]) => Promise<void>;
  readonly log: Logger;
};

/** Takes orders for routes, one after the other: each is checked against what the last one left. */
export function createOrders({ routes, create, keep, log }: Outside): Orders {
  let ordered: Promise<unknown> = Promise.resolve();

  async function divide(division: Division): Promise<RouteView | Refusal> {
    const name = routeName(division);
    const before = routes.get(name)?.view().record;
    const refusal = refusalOf(division, before);
    if (refusal !== null) return refusal;
    const unset = recordOf(division, before);
    const route = routes.get(name) ?? create(unset);
    if (unset.port !== 0) return set(name, route, unset);
    return set(name, route, { ...unset, port: (await listen(route.server, null)) ?? 0 });
  }

  async function undo(undoing: Undoing): Promise<RouteView | Refusal> {
    const name = routeName(undoing);
    const before = routes.get(name)?.view().record;
    const refusal = refusalOfUndo(undoing, before);
    if (refusal !== null) return refusal;
    const record = undoneRecord(undoing, before);
    return set(name, routes.get(name) ?? create(record), record);
  }

  async function set(name: string, route: Route, record: RouteRecord): Promise<RouteView> {
    if (routes.get(name)?.view().record === record) return route.view();
    const all = [...routes].map(([known, { view }]) => [known, view().record] as const);
    await keep([...all, [name, record]]);
    route.divide(record);
    routes.set(name, route);
    log.info({ route: name, key: record.key, shares: record.shares }, 'users are divided');
    return route.view();
  }

  function inOrder<Outcome>(work: () => Promise<Outcome>): Promise<Outcome> {
    const next = ordered.then(work);
    ordered = next.catch(() => {});
    return next;
  }

  return {
    divide: (division) => inOrder(() => divide(division)),
    undo: (undoing) => inOrder(() => undo(undoing)),
  };
}

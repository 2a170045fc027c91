import type { Place, TrafficCounters, TrafficShare } from '../../domain/deployment/deployment.ts';
import type { TrafficPreview } from '../../domain/deployment/preview-traffic.ts';
import type { StepContext } from './deployer.ts';

/**
 * The whole division of one route. Shares add up to 100; versions that are not named receive
 * nothing and drain. No shares at all closes the route: users are told that nothing serves there.
 */
export type TrafficOrder = Place & {
  /**
   * Idempotency key, as for deployments. A repeated key that a later one has overtaken is refused.
   */
  readonly key: string;
  readonly fence: number;
  /**
   * Path that an instance must answer with 2xx to get new requests. Without it, accepting a
   * connection is enough.
   */
  readonly healthPath?: string;
  /**
   * Whoever has met a version stays on it while it has a share, by a cookie of that name. A share
   * of 0 then means that a version keeps the sessions that it has, and gets nobody new.
   */
  readonly sessions?: { readonly cookie: string };
  readonly shares: readonly TrafficShare[];
};

/** A division to take back: that of this key. */
export type TrafficUndoing = Pick<TrafficOrder, keyof Place | 'key' | 'fence'>;

/** How the requests of one route are divided now, and where users reach it. */
export type TrafficState = {
  /** Origin through which users reach the component, or null while the route does not exist. */
  readonly origin: string | null;
  readonly shares: readonly TrafficShare[];
  readonly fence: number;
  /**
   * Versions that still answer requests from before where they get no new ones: those without a
   * share, and those of which an instance was taken out. Empty when all have drained.
   */
  readonly draining: readonly { readonly digest: string; readonly openRequests: number }[];
};

/** Divides the requests of users between versions, and counts what becomes of them. */
export type Traffic = {
  observe(place: Place): Promise<TrafficState>;
  /** What `shift` would change. Never changes anything. */
  preview(order: TrafficOrder): Promise<TrafficPreview>;
  /**
   * Sets the division. Resolves when the gateway routes by it and what gets no new requests has
   * drained, or when the gateway's bound for draining has passed: then `draining` says what is
   * still open.
   */
  shift(order: TrafficOrder, context: StepContext): Promise<TrafficState>;
  /**
   * Takes back what `shift` did under this key and only that: users are divided as before it. Where
   * another key has divided them since, it stops with a `needs-person` error that shows how they
   * are divided now. The key is spent afterwards: a late `shift` under it is refused, even where
   * nothing was shifted yet.
   */
  undo(undoing: TrafficUndoing, context: StepContext): Promise<TrafficState>;
  /**
   * Counters by version, for the versions the route has seen. An unreachable gateway is an error,
   * never empty counters.
   */
  counters(place: Place): Promise<readonly TrafficCounters[]>;
};

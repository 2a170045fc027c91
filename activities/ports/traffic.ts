import type { Place, TrafficCounters, TrafficShare } from '../../domain/deployment/deployment.ts';
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
  readonly shares: readonly TrafficShare[];
};

/** How the requests of one route are divided now, and where users reach it. */
export type TrafficState = {
  /** Origin through which users reach the component, or null while the route does not exist. */
  readonly origin: string | null;
  readonly shares: readonly TrafficShare[];
  readonly fence: number;
  /**
   * Versions without a share that still answer requests from before; empty when all have drained.
   */
  readonly draining: readonly { readonly digest: string; readonly openRequests: number }[];
};

/** Divides the requests of users between versions, and counts what becomes of them. */
export type Traffic = {
  observe(place: Place): Promise<TrafficState>;
  /**
   * Sets the division. Resolves when the gateway routes by it and versions without a share have
   * drained, or when the gateway's bound for draining has passed: then `draining` says what is
   * still open.
   */
  shift(order: TrafficOrder, context: StepContext): Promise<TrafficState>;
  /**
   * Counters by version, for the versions the route has seen. An unreachable gateway is an error,
   * never empty counters.
   */
  counters(place: Place): Promise<readonly TrafficCounters[]>;
};

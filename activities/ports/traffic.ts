import type { Place, TrafficCounters, TrafficShare } from '../../domain/deployment/deployment.ts';

/** The whole division of one route. Shares add up to 100; versions that are not named receive nothing and drain. */
export type TrafficOrder = Place & {
  readonly key: string;
  readonly fence: number;
  readonly shares: readonly TrafficShare[];
};

/** How the requests of one route are divided now, and where users reach it. */
export type TrafficState = {
  /** Origin through which users reach the component, or null while the route does not exist. */
  readonly origin: string | null;
  readonly shares: readonly TrafficShare[];
  readonly fence: number;
};

/** Divides the requests of users between versions, and counts what becomes of them. */
export type Traffic = {
  observe(place: Place): Promise<TrafficState>;
  /** Sets the division. Resolves when the gateway routes by it and versions without a share have drained. */
  shift(order: TrafficOrder, signal: AbortSignal): Promise<TrafficState>;
  /** Counters by version, for the versions the route has seen. An unreachable gateway is an error, never empty counters. */
  counters(place: Place): Promise<readonly TrafficCounters[]>;
};

import type { Traffic, TrafficOrder } from '../../activities/ports/traffic.ts';
import type { Place, TrafficCounters, TrafficShare } from '../../domain/deployment/deployment.ts';
import { previewTraffic } from '../../domain/deployment/preview-traffic.ts';
import type { ChosenMishaps } from './chosen-mishaps.ts';

/** More users than any policy asks for, so that a rehearsal never waits for them. */
const requestsPerSecond = 1_000;
/** Of the requests to a version that was chosen to fail. */
const failingShare = 0.5;
const latencyMs = 50;

type Route = {
  before: { readonly key: string; readonly shares: readonly TrafficShare[] };
  shares: readonly TrafficShare[];
  fence: number;
  /** Up to when users have been counted, in simulated milliseconds. */
  countedAt: number;
  readonly sums: Map<string, { requests: number; failures: number }>;
};

/**
 * Users who come all the time, to every component, and are divided as ordered. What comes to
 * `before` always fares well; what comes to anything else fails where the step was chosen to.
 */
export function simulateTraffic(options: {
  readonly clock: () => Date;
  readonly before: { readonly digest: string };
  readonly mishaps: ChosenMishaps;
}): Traffic {
  const { clock, before, mishaps } = options;
  const routes = new Map<string, Route>();

  function routeOf({ environment, component }: Place): Route {
    const name = `${environment}/${component}`;
    const known = routes.get(name);
    if (known !== undefined) return known;
    const made: Route = {
      before: { key: '', shares: [] },
      shares: [],
      fence: 0,
      countedAt: clock().getTime(),
      sums: new Map(),
    };
    routes.set(name, made);
    return made;
  }

  function count(place: Place, route: Route): void {
    const now = clock().getTime();
    const seconds = Math.max(0, now - route.countedAt) / 1_000;
    for (const { digest, weightPercent } of route.shares) {
      const sum = route.sums.get(digest) ?? { requests: 0, failures: 0 };
      const requests = Math.floor((requestsPerSecond * seconds * weightPercent) / 100);
      const fails = digest !== before.digest && mishaps.strikes(place.component);
      const failures = fails ? Math.floor(requests * failingShare) : 0;
      route.sums.set(digest, {
        requests: sum.requests + requests,
        failures: sum.failures + failures,
      });
    }
    route.countedAt = now;
  }

  return {
    preview: async (order) => previewTraffic(order, routeOf(order).shares, order.shares),
    observe: async (place) => stateOf(place, routeOf(place)),
    async shift(order: TrafficOrder) {
      const route = routeOf(order);
      count(order, route);
      if (order.key !== route.before.key) route.before = { key: order.key, shares: route.shares };
      route.shares = order.shares;
      route.fence = order.fence;
      return stateOf(order, route);
    },
    async undo(undoing) {
      const route = routeOf(undoing);
      count(undoing, route);
      if (route.before.key === undoing.key) route.shares = route.before.shares;
      return stateOf(undoing, route);
    },
    async counters(place) {
      const route = routeOf(place);
      count(place, route);
      return [...route.sums].map(([digest, sum]) => countersOf(digest, sum));
    },
  };
}

function stateOf({ environment, component }: Place, { shares, fence }: Route) {
  return { origin: `http://${component}.${environment}.invalid`, shares, fence, draining: [] };
}

function countersOf(
  digest: string,
  { requests, failures }: { readonly requests: number; readonly failures: number },
): TrafficCounters {
  const latencyBuckets = [
    { leMs: latencyMs, count: requests },
    { leMs: null, count: requests },
  ];
  return { digest, requests, failures, latencyBuckets };
}

import type { Traffic } from '../../../activities/ports/traffic.ts';
import type { TrafficCounters, TrafficShare } from '../../../domain/deployment/deployment.ts';
import { previewTraffic } from '../../../domain/deployment/preview-traffic.ts';
import type { Act } from './fake-deployer.ts';

type Counted = { readonly counters: (component: string) => readonly TrafficCounters[] };

/** Traffic in memory. `divided`: who gets which users, by component. */
export function createFakeTraffic(
  act: Act,
  knobs: Counted,
  divided: Map<string, readonly TrafficShare[]>,
): Traffic {
  return {
    observe: async ({ component }) => ({
      origin: 'http://127.0.0.1:2',
      shares: divided.get(component) ?? [],
      fence: 0,
      draining: [],
    }),
    async shift({ component, shares }) {
      const division = shares.map((share) => `${share.version}=${share.weightPercent}`);
      await act(`traffic ${component} ${division.join(' ')}`.trimEnd());
      divided.set(component, shares);
      return { origin: null, shares, fence: 0, draining: [] };
    },
    preview: async (order) =>
      previewTraffic(order, divided.get(order.component) ?? [], order.shares),
    async undo({ component }) {
      await act(`traffic ${component} back`);
      return { origin: null, shares: divided.get(component) ?? [], fence: 0, draining: [] };
    },
    counters: async ({ component }) => knobs.counters(component),
  };
}

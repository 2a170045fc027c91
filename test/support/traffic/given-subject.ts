import type { TrafficOrder } from '../../../activities/ports/traffic.ts';
import type { TrafficShare } from '../../../domain/deployment/deployment.ts';
import { quietStep } from '../deployers/step-context.ts';
import { type Backend, startBackend } from './backends.ts';
import type { TrafficSubject, TrafficSubjectKind } from './subject.ts';

/** A tool with two versions behind it, shared by all tests of a file. */
export type SharedSubject = {
  readonly subject: TrafficSubject;
  readonly old: Backend;
  readonly fresh: Backend;
  readonly addBackend: (version: string) => Promise<Backend>;
};

/** A route of its own for one test. */
export type GivenRoute = SharedSubject & {
  readonly place: { readonly environment: string; readonly component: string };
  readonly order: (
    key: string,
    shares: readonly TrafficShare[],
    more?: Partial<TrafficOrder>,
  ) => TrafficOrder;
  /** Sets a division and returns where users go. */
  readonly divide: (key: string, ...shares: readonly TrafficShare[]) => Promise<string>;
};

/** Starts the tool and two versions before the tests of a file, and stops all of them after. */
export function useTraffic(kind: TrafficSubjectKind): () => GivenRoute {
  const backends: Backend[] = [];
  const opened: { shared: SharedSubject | null } = { shared: null };
  let routes = 0;
  const addBackend = async (version: string) => {
    const backend = await startBackend(version);
    backends.push(backend);
    return backend;
  };
  beforeAll(async () => {
    const subject = await kind.create();
    const [old, fresh] = [await addBackend('1.0.0'), await addBackend('2.0.0')];
    opened.shared = { subject, old, fresh, addBackend };
  }, 120_000);
  afterAll(async () => {
    await opened.shared?.subject.close();
    await Promise.all(backends.map((backend) => backend.kill()));
  }, 60_000);
  return () => {
    if (opened.shared === null) throw new Error('A route is given while tests run.');
    routes += 1;
    return routeAt(opened.shared, `web-${routes}`);
  };
}

function routeAt(shared: SharedSubject, component: string): GivenRoute {
  const place = { environment: 'production', component };
  const order: GivenRoute['order'] = (key, shares, more = {}) => ({
    ...place,
    key,
    fence: 1,
    shares,
    ...more,
  });
  return {
    ...shared,
    place,
    order,
    divide: async (key, ...shares) => {
      const { origin } = await shared.subject.traffic.shift(order(key, shares), quietStep());
      return origin ?? '';
    },
  };
}

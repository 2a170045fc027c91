import type { Ports } from '../../../activities/ports/index.ts';
import type { RangeQuery } from '../../../activities/ports/metrics.ts';
import { createCedarEngine } from '../../../adapters/duties/cedar.ts';
import type {
  Deployed,
  TrafficCounters,
  TrafficShare,
} from '../../../domain/deployment/deployment.ts';
import type { Series } from '../../../domain/judge/metric.ts';
import { forensicParts } from '../../../domain/rollback/forensics.ts';
import { fillIn } from '../../../spec/message-template.ts';
import { contentTools } from './fake-content.ts';
import { type Act, createFakeDeployer } from './fake-deployer.ts';
import { createFakeTraffic } from './fake-traffic.ts';
import { mayFail } from './may-fail.ts';

type RecordPorts =
  | 'ledger'
  | 'plans'
  | 'statements'
  | 'directory'
  | 'calendar'
  | 'duties'
  | 'portfolios'
  | 'leases'
  | 'leaseOffice'
  | 'verifier';

/** Tools in memory, with knobs for what shall go wrong and a record of every effect. */
export type FakeTools = Omit<Ports, RecordPorts> & {
  readonly effects: string[];
  /** Effects that fail, by their name, with the number of times that they still will. */
  readonly failing: Map<string, number>;
  /** Effects that end only when the promise does. They count as effects when they end. */
  readonly slow: Map<string, Promise<void>>;
  /** Exit codes of commands, by the command with its arguments; 0 where nothing is said. */
  readonly exitCodes: Map<string, number>;
  readonly messages: {
    readonly key: string;
    readonly audience: readonly string[];
    readonly text: string;
  }[];
  /** What stands in place of what a deployer has brought, by component. */
  readonly strangers: Map<string, { readonly digest: string; readonly version: string }>;
  /** Targets of a candidate that are not what was brought there, by component. */
  readonly unready: Map<string, NonNullable<Deployed['unready']>>;
  /** How many targets a component has that is rolled; one where nothing is said. */
  readonly targets: Map<string, number>;
  counters: (component: string) => readonly TrafficCounters[];
  /** What every source of metrics answers. */
  measured: (query: RangeQuery) => Series;
  authors: readonly string[];
  /** How far the workers' clock goes after the server's. */
  behindMs: number;
  /** What every HTTP address answers. */
  status: number | null;
  /** What users could notice, in its order: everything but checkouts, commands and packing. */
  touched(): readonly string[];
  /** Forgets everything that a test did and asked for. */
  reset(): void;
};

type Knobs = Pick<
  FakeTools,
  | 'effects'
  | 'failing'
  | 'slow'
  | 'exitCodes'
  | 'messages'
  | 'strangers'
  | 'unready'
  | 'targets'
  | 'counters'
  | 'measured'
  | 'authors'
  | 'status'
  | 'behindMs'
>;

const unmeasured = (): Series => ({ state: 'missing' });

export function createFakeTools(clock: () => Date): FakeTools {
  const knobs: Knobs = {
    effects: [],
    failing: new Map(),
    slow: new Map(),
    exitCodes: new Map(),
    messages: [],
    strangers: new Map(),
    unready: new Map(),
    targets: new Map(),
    counters: () => [],
    measured: unmeasured,
    authors: ['dana'],
    status: 200,
    behindMs: 0,
  };
  const act: Act = async (effect) => {
    await knobs.slow.get(effect);
    mayFail(knobs, effect);
    knobs.effects.push(effect);
  };
  /** How users are divided, by component. */
  const divided = new Map<string, readonly TrafficShare[]>();
  const deployer = createFakeDeployer(act, knobs);
  return Object.assign(knobs, {
    ...contentTools(knobs, act),
    ...userTools(knobs, act, divided),
    clock: () => new Date(clock().getTime() - knobs.behindMs),
    dutyEngine: createCedarEngine(),
    deployer: () => deployer,
    touched: () =>
      knobs.effects.filter((effect) =>
        /^(apply|replace|restore|traffic|settle|undo) /.test(effect),
      ),
    reset() {
      for (const list of [knobs.effects, knobs.messages]) list.splice(0);
      const { failing, slow, exitCodes, strangers, unready, targets } = knobs;
      const maps = [failing, slow, exitCodes, strangers, unready, targets, divided];
      for (const map of maps) map.clear();
      Object.assign(knobs, { counters: () => [], authors: ['dana'], status: 200, behindMs: 0 });
      knobs.measured = unmeasured;
      deployer.forget();
    },
  });
}

function userTools(
  knobs: Knobs,
  act: Act,
  divided: Map<string, readonly TrafficShare[]>,
): Pick<
  Ports,
  'traffic' | 'metrics' | 'settings' | 'prober' | 'notifier' | 'fillIn' | 'forensics'
> {
  return {
    metrics: {
      notice: async () => {},
      range: async (query) => knobs.measured(query),
    },
    traffic: createFakeTraffic(act, knobs, divided),
    forensics: {
      async collect({ component }) {
        await act(`collect ${component}`);
        return forensicParts.map((part) => ({ part, content: {} }));
      },
    },
    settings: { resolve: async (_, settings) => settings },
    prober: {
      get: async () => ({ status: knobs.status, reason: 'fake', durationMs: 1, headers: {} }),
      shakeHands: async () => ({ state: 'unanswered', reason: 'fake' }),
    },
    fillIn,
    notifier: (channel) => ({
      channel,
      async send(message) {
        await knobs.slow.get(`send ${channel}`);
        mayFail(knobs, `send ${channel}`);
        const known = knobs.messages.some(({ key }) => key === message.key);
        if (!known) knobs.messages.push(message);
        return `${channel}:${knobs.messages.length}`;
      },
    }),
  };
}

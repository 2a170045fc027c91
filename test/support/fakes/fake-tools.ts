import { StepFailure } from '../../../activities/ports/failures.ts';
import type { Ports } from '../../../activities/ports/index.ts';
import type { Deployed, TrafficCounters } from '../../../domain/deployment/deployment.ts';

/** Tools in memory, with knobs for what shall go wrong and a record of every effect. */
export type FakeTools = Omit<
  Ports,
  | 'ledger'
  | 'plans'
  | 'statements'
  | 'directory'
  | 'calendar'
  | 'leases'
  | 'leaseOffice'
  | 'verifier'
> & {
  readonly effects: string[];
  /** Effects that fail, by their name, with the number of times that they still will. */
  readonly failing: Map<string, number>;
  readonly messages: { readonly audience: readonly string[]; readonly text: string }[];
  counters: (component: string) => readonly TrafficCounters[];
  authors: readonly string[];
};

const old: Deployed = {
  digest: 'sha256:old',
  version: '1.0.0',
  instances: [{ id: 'old', address: 'http://127.0.0.1:1' }],
};

export function createFakeTools(clock: () => Date): FakeTools {
  const effects: string[] = [];
  const failing = new Map<string, number>();
  const messages: FakeTools['messages'] = [];
  const places = new Map<string, { current: Deployed | null; candidate: Deployed | null }>();
  const place = (name: string) => places.get(name) ?? { current: old, candidate: null };
  const act = (effect: string) => {
    const left = failing.get(effect) ?? 0;
    if (left > 0) {
      failing.set(effect, left - 1);
      throw new StepFailure('terminal', 'fake/failed', `${effect} failed.`, 'Try again.');
    }
    effects.push(effect);
  };
  const reference = { digest: 'sha256:evidence', reference: 'evidence/1' };
  const tools: FakeTools = {
    effects,
    failing,
    messages,
    authors: ['dana'],
    counters: () => [],
    clock,
    sources: {
      async checkout({ tag }) {
        act(`checkout ${tag}`);
        return { commit: 'c0ffee', folder: '/checkout', authorEmails: tools.authors };
      },
    },
    workspaces: {
      missing: async () => [],
      read: async () => '<testsuites/>',
      stamp: async () => {},
      stamped: async () => false,
    },
    runner: {
      scratch: '/scratch',
      async run({ command }) {
        act(command.join(' '));
        return { exitCode: 0, durationMs: 1, log: reference, lastLines: [] };
      },
    },
    artifacts: {
      async pack({ component, version }) {
        act(`pack ${component}`);
        return { digest: `sha256:${component}-${version}`, sizeBytes: 1 };
      },
      fetch: async (digest) => `/artifacts/${digest}`,
    },
    evidence: { put: async () => reference, get: async () => null },
    readJunit: async () => ({ readable: false, reason: 'fake' }),
    deployer: () => createFakeDeployer(place, places, act),
    traffic: {
      observe: async () => ({ origin: 'http://127.0.0.1:2', shares: [], fence: 0, draining: [] }),
      async shift({ component, shares }) {
        const division = shares.map((share) => `${share.version}=${share.weightPercent}`);
        act(`traffic ${component} ${division.join(' ')}`);
        return { origin: null, shares, fence: 0, draining: [] };
      },
      counters: async ({ component }) => tools.counters(component),
    },
    settings: { resolve: async (_, settings) => settings },
    prober: { get: async () => ({ status: 200, reason: 'OK', durationMs: 1 }) },
    notifier: (channel) => ({
      channel,
      async send(message) {
        messages.push(message);
        return `${channel}:${messages.length}`;
      },
    }),
  };
  return tools;
}

type Place = { current: Deployed | null; candidate: Deployed | null };

function createFakeDeployer(
  place: (name: string) => Place,
  places: Map<string, Place>,
  act: (effect: string) => void,
): ReturnType<Ports['deployer']> {
  return {
    tool: 'fake',
    besides: true,
    checkSettings: () => [],
    observe: async ({ component }) => ({ ...place(component), fence: 0 }),
    preview: async ({ artifact }) => ({ from: null, to: artifact, changes: true, summary: '' }),
    async apply({ component, artifact: { digest, version } }) {
      act(`apply ${component} ${version}`);
      const instances = [{ id: version, address: 'http://127.0.0.1:3' }];
      const candidate = { digest, version, instances };
      const { current } = place(component);
      places.set(component, { current, candidate });
      return { previous: current, candidate, changed: true };
    },
    async settle({ component }) {
      act(`settle ${component}`);
      const { current, candidate } = place(component);
      places.set(component, { current: candidate ?? current, candidate: null });
      return { current: candidate, candidate: null, fence: 0 };
    },
    prepareUndo: async ({ component }) => place(component).current,
    async undo({ component }) {
      act(`undo ${component}`);
      const { current } = place(component);
      places.set(component, { current, candidate: null });
      return { current, changed: true };
    },
  };
}

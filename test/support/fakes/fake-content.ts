import type { Ports } from '../../../activities/ports/index.ts';
import { simulateRehearsalDeployer } from '../../../adapters/simulated/databases.ts';
import type { Act } from './fake-deployer.ts';

const emptyDatabase = {
  url: 'postgresql://fake',
  schema: async () => [],
  rows: async () => [],
  ask: async () => null,
};

const reference = { digest: 'sha256:evidence', reference: 'evidence/1' };

type ContentTools = Pick<
  Ports,
  | 'sources'
  | 'workspaces'
  | 'runner'
  | 'artifacts'
  | 'evidence'
  | 'readJunit'
  | 'rehearsalDeployer'
  | 'databases'
  | 'rehearsals'
>;

type Knobs = {
  readonly authors: readonly string[];
  readonly exitCodes: ReadonlyMap<string, number>;
};

/** What builds, tests and packs, in memory. */
export function contentTools(knobs: Knobs, act: Act): ContentTools {
  return {
    sources: {
      async checkout({ tag }) {
        await act(`checkout ${tag}`);
        return {
          commit: 'c0ffee',
          folder: '/checkout',
          authorEmails: knobs.authors,
          mergerEmails: [],
        };
      },
    },
    workspaces: {
      missing: async () => [],
      read: async () => '<testsuites/>',
      writtenAt: async () => null,
      stamp: async () => {},
      stamped: async () => false,
    },
    runner: {
      scratch: '/scratch',
      async run({ command }) {
        const text = command.join(' ');
        await act(text);
        const exitCode = knobs.exitCodes.get(text) ?? 0;
        return { exitCode, durationMs: 1, log: reference, lastLines: [] };
      },
    },
    artifacts: {
      async pack({ component, version }) {
        await act(`pack ${component}`);
        return { digest: `sha256:${component}-${version}`, sizeBytes: 1 };
      },
      fetch: async (digest) => `/artifacts/${digest}`,
    },
    evidence: { put: async () => reference, get: async () => null },
    readJunit: async () => ({ readable: false, reason: 'fake' }),
    rehearsals: { rehearsalsOf: async () => [] },
    rehearsalDeployer: (name, work) => work(simulateRehearsalDeployer(name)),
    databases: { use: (work) => work({ version: 'fake', create: async () => emptyDatabase }) },
  };
}

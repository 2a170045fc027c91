import type { ThrowAwayDatabases } from '../../activities/ports/databases.ts';
import type { Deployer } from '../../activities/ports/deployer.ts';
import type { Deployed } from '../../domain/deployment/deployment.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import type { ChosenMishaps } from './chosen-mishaps.ts';

/**
 * Databases without anything in them, whose schema stays as it is unless the gate was chosen to
 * fail: then nothing ever comes back to what it was.
 */
export function simulateDatabases(
  mishaps: ChosenMishaps,
  plan: Pick<ReleasePlan, 'stages'>,
): ThrowAwayDatabases {
  const answers = expectedAnswers(plan);
  return {
    use: (work) =>
      work({
        version: 'simulated',
        async create() {
          let looks = 0;
          return {
            url: 'postgresql://simulated',
            ask: async (query) => answers.get(query) ?? null,
            rows: async () => [],
            async schema() {
              looks += 1;
              return mishaps.strikes() ? [`It was chosen to fail, look ${looks}`] : ['simulated'];
            },
          };
        },
      }),
  };
}

/** What backups are expected to answer is what they answer. */
function expectedAnswers({ stages }: Pick<ReleasePlan, 'stages'>): ReadonlyMap<string, string> {
  const items = stages.flatMap((stage) => (stage.kind === 'checklist' ? stage.items : []));
  const expected = items.flatMap((item) => (item.item === 'backup' ? (item.expects ?? []) : []));
  return new Map(
    expected.map(({ query, equals, atLeast = 0 }) => [query, equals ?? String(atLeast)]),
  );
}

/** A tool that does what it is told, in no place at all. */
export function simulateRehearsalDeployer(tool: string): Deployer {
  const nothing = { current: null, candidate: null, fence: 0 };
  return {
    tool,
    besides: false,
    checkSettings: () => [],
    observe: async () => nothing,
    preview: async ({ artifact }) => ({
      from: null,
      to: artifact,
      changes: true,
      summary: 'It is simulated.',
    }),
    apply: async ({ artifact: { digest, version } }) => {
      const candidate: Deployed = { digest, version, instances: [] };
      return { previous: null, candidate, changed: true };
    },
    settle: async () => nothing,
    prepareUndo: async () => null,
    undo: async () => ({ current: null, changed: true }),
  };
}

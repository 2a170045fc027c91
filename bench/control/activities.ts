import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';

type Order = { readonly release: string; readonly component: string };
type InEnvironment = { readonly release: string; readonly environment: string };

/** The effects of the release, each of which takes as long as those of the tools that Tidegate is given. */
export function createControlActivities(client: Client, effectMs: number) {
  const act = <Result>(result: Result): Promise<Result> => sleep(effectMs, result);
  return {
    buildComponent: (_: Order) => act({ commit: 'c0ffee', authors: ['dana'] }),
    packComponent: ({ component }: Order) => act({ digest: `sha256:${component}`, sizeBytes: 1 }),
    runGate: (_: Order) => act({ exitCode: 0 }),
    checkItem: async (_: { release: string; item: string }) => ({ verdict: 'pass' }),
    announce: (_: InEnvironment) => act({ reference: 'log:1' }),
    requestLease: async ({ release, environment }: InEnvironment) => {
      await client.workflow.getHandle(release).signal('lease-granted', { environment, fence: 1 });
    },
    releaseLease: async (_: InEnvironment) => {},
    deployComponent: ({ component }: Order & InEnvironment & { fence: number }) =>
      act({ from: '1.0.0', to: component, changed: true }),
    runCheck: (_: InEnvironment & { check: string }) => act({ verdict: 'pass' }),
    settleEnvironment: async ({
      components,
    }: InEnvironment & { fence: number; components: readonly string[] }) => {
      for (const _ of components) await act(null);
    },
  };
}

export type ControlActivities = ReturnType<typeof createControlActivities>;

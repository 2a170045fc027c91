import type { Client } from '@temporalio/client';

type Order = { readonly release: string; readonly component: string };
type InEnvironment = { readonly release: string; readonly environment: string };

/** Effects that take no time, like those of the tools that the benchmark gives to Tidegate. */
export function createControlActivities(client: Client) {
  return {
    buildComponent: async (_: Order) => ({ commit: 'c0ffee', authors: ['dana'] }),
    packComponent: async ({ component }: Order) => ({
      digest: `sha256:${component}`,
      sizeBytes: 1,
    }),
    runGate: async (_: Order) => ({ exitCode: 0 }),
    checkItem: async (_: { release: string; item: string }) => ({ verdict: 'pass' }),
    announce: async (_: InEnvironment) => ({ reference: 'log:1' }),
    requestLease: async ({ release, environment }: InEnvironment) => {
      await client.workflow.getHandle(release).signal('lease-granted', { environment, fence: 1 });
    },
    releaseLease: async (_: InEnvironment) => {},
    deployComponent: async ({ component }: Order & InEnvironment & { fence: number }) => ({
      from: '1.0.0',
      to: component,
      changed: true,
    }),
    runCheck: async (_: InEnvironment & { check: string }) => ({ verdict: 'pass' }),
    settleEnvironment: async (_: InEnvironment & { fence: number }) => {},
  };
}

export type ControlActivities = ReturnType<typeof createControlActivities>;

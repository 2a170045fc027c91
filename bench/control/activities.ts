import type { Client } from '@temporalio/client';

type Order = { readonly release: string; readonly component: string };
type InEnvironment = { readonly release: string; readonly environment: string };

/** The effects of a release, as the control asks for them. */
export type ControlActivities = {
  buildComponent(order: Order): Promise<{ commit: string; authors: string[] }>;
  packComponent(order: Order): Promise<{ digest: string; sizeBytes: number }>;
  runGate(order: Order): Promise<{ exitCode: number }>;
  checkItem(order: { release: string; item: string }): Promise<{ verdict: string }>;
  announce(order: InEnvironment): Promise<{ reference: string }>;
  requestLease(order: InEnvironment): Promise<void>;
  releaseLease(order: InEnvironment): Promise<void>;
  deployComponent(
    order: Order & InEnvironment & { fence: number },
  ): Promise<{ from: string; to: string; changed: boolean }>;
  runCheck(order: InEnvironment & { check: string }): Promise<{ verdict: string }>;
  settleEnvironment(order: InEnvironment & { fence: number }): Promise<void>;
};

/** Effects that take no time, like those of the tools that the benchmark gives to Tidegate. */
export function createControlActivities(client: Client): ControlActivities {
  return {
    buildComponent: async () => ({ commit: 'c0ffee', authors: ['dana'] }),
    packComponent: async ({ component }) => ({
      digest: `sha256:${component}`,
      sizeBytes: 1,
    }),
    runGate: async () => ({ exitCode: 0 }),
    checkItem: async () => ({ verdict: 'pass' }),
    announce: async () => ({ reference: 'log:1' }),
    requestLease: async ({ release, environment }) => {
      await client.workflow.getHandle(release).signal('lease-granted', { environment, fence: 1 });
    },
    releaseLease: async () => {},
    deployComponent: async ({ component }) => ({
      from: '1.0.0',
      to: component,
      changed: true,
    }),
    runCheck: async () => ({ verdict: 'pass' }),
    settleEnvironment: async () => {},
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
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
  settleEnvironment(
    order: InEnvironment & { fence: number; components: readonly string[] },
  ): Promise<void>;
};

/**
 * The effects of the release, each of which takes as long as those of the tools that Tidegate is
 * given.
 */
export function createControlActivities(client: Client, effectMs: number): ControlActivities {
  const act = <Result>(result: Result): Promise<Result> => sleep(effectMs, result);
  return {
    buildComponent: () => act({ commit: 'c0ffee', authors: ['dana'] }),
    packComponent: ({ component }) => act({ digest: `sha256:${component}`, sizeBytes: 1 }),
    runGate: () => act({ exitCode: 0 }),
    checkItem: async () => ({ verdict: 'pass' }),
    announce: () => act({ reference: 'log:1' }),
    requestLease: async ({ release, environment }) => {
      await client.workflow.getHandle(release).signal('lease-granted', { environment, fence: 1 });
    },
    releaseLease: async () => {},
    deployComponent: ({ component }) => act({ from: '1.0.0', to: component, changed: true }),
    runCheck: () => act({ verdict: 'pass' }),
    settleEnvironment: async ({ components }) => {
      for (const _ of components) await act(null);
    },
  };
}

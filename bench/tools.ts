import { setTimeout as sleep } from 'node:timers/promises';
import { createFakeTools, type FakeTools } from '../test/support/fakes/fake-tools.ts';

/** Tools whose every effect takes the same time; what was built once is not built again. */
export function createBenchTools(effectMs: number): FakeTools {
  const tools = createFakeTools(() => new Date());
  tools.authors = ['dana@bench.example'];
  const checkedOut = new Set<string>();
  const { sources, runner, artifacts, prober, deployer, notifier } = tools;
  const slowed: Partial<FakeTools> = {
    sources: {
      async checkout(order, context) {
        if (!checkedOut.has(order.key)) await sleep(effectMs);
        checkedOut.add(order.key);
        return sources.checkout(order, context);
      },
    },
    workspaces: { ...tools.workspaces, stamped: async () => true },
    runner: {
      ...runner,
      run: async (order, context) => {
        await sleep(effectMs);
        return runner.run(order, context);
      },
    },
    artifacts: {
      ...artifacts,
      pack: async (order) => {
        await sleep(effectMs);
        return artifacts.pack(order);
      },
    },
    prober: {
      ...prober,
      get: async (url, timeoutMs) => {
        await sleep(effectMs);
        return prober.get(url, timeoutMs);
      },
    },
    deployer: (name) => {
      const tool = deployer(name);
      return {
        ...tool,
        apply: async (order, context) => {
          await sleep(effectMs);
          return tool.apply(order, context);
        },
        settle: async (order, context) => {
          await sleep(effectMs);
          return tool.settle(order, context);
        },
      };
    },
    notifier: (channel) => {
      const channelNotifier = notifier(channel);
      return {
        ...channelNotifier,
        send: async (message) => {
          await sleep(effectMs);
          return channelNotifier.send(message);
        },
      };
    },
  };
  return Object.assign(tools, slowed);
}

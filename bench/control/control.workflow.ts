import {
  condition,
  defineQuery,
  defineSignal,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import type { ControlActivities } from './activities.ts';

/** What the control shows of itself. */
export const waitingQuery = defineQuery<string>('waiting');
/** How many decisions have arrived. */
export const countQuery = defineQuery<number>('count');
export const decisionSignal = defineSignal<[{ requirement: string; verdict: string }]>('decision');
export const commandSignal = defineSignal<[{ command: string; target: string }]>('command');
export const leaseGrantedSignal =
  defineSignal<[{ environment: string; fence: number }]>('lease-granted');

const retry = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' } as const;
const steps = (summary: string) =>
  proxyActivities<ControlActivities>({ startToCloseTimeout: '30m', retry, summary });

const dayMs = 86_400_000;

export type ControlInput = { readonly release: string; readonly components: readonly string[] };

/**
 * What an engineer writes by hand for the same release: the same effects, waits and signals as the
 * benchmark's plan, without plan, ledger, guards, receipts or a way back.
 */
export async function controlWorkflow({ release, components }: ControlInput): Promise<string> {
  const approved = new Set<string>();
  const met = new Set<string>();
  const fences = new Map<string, number>();
  let waiting = '';
  setHandler(waitingQuery, () => waiting);
  setHandler(countQuery, () => approved.size);
  setHandler(decisionSignal, ({ requirement }) => void approved.add(requirement));
  setHandler(commandSignal, ({ target }) => void met.add(target));
  setHandler(leaseGrantedSignal, ({ environment, fence }) => void fences.set(environment, fence));

  const each = <Result>(work: (component: string) => Promise<Result>) =>
    Promise.all(components.map(work));
  await each((name) => steps(`Build ${name}`).buildComponent({ release, component: name }));
  await each((name) => steps(`Pack ${name}`).packComponent({ release, component: name }));
  await each((name) => steps(`Test ${name}`).runGate({ release, component: name }));
  for (const environment of ['staging', 'production']) {
    if (environment === 'production') {
      waiting = 'production/cab';
      await condition(() => approved.has('production/cab'), dayMs, { summary: 'Expires' });
      await steps('Check').checkItem({ release, item: 'rollback-plan' });
      await steps('Check').checkItem({ release, item: 'support-coverage' });
      await steps('Announce').announce({ release, environment });
    }
    await steps(`Ask for ${environment}`).requestLease({ release, environment });
    await condition(() => fences.has(environment));
    const fence = fences.get(environment) ?? 0;
    await each((name) =>
      steps(`Deploy ${name}`).deployComponent({ release, environment, component: name, fence }),
    );
    await steps('Validate').runCheck({ release, environment, check: 'web-is-well' });
    await steps('Validate').runCheck({ release, environment, check: 'shop' });
    await steps('Settle').settleEnvironment({ release, environment, fence, components });
    await steps('Give back').releaseLease({ release, environment });
  }
  waiting = 'obligations';
  await Promise.all(
    ['review', 'runbook'].map((obligation) =>
      condition(() => met.has(obligation), dayMs, { summary: `${obligation} is due` }),
    ),
  );
  return 'released';
}

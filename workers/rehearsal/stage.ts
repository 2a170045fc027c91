import { AsyncLocalStorage } from 'node:async_hooks';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import type { ChosenMishaps } from '../../adapters/simulated/chosen-mishaps.ts';
import type { PlannedCheck } from '../../domain/plan/validation-check.ts';
import type { RehearsalOrder } from '../../domain/rehearsal/order.ts';
import {
  type Occasion,
  occasionOf,
  type StepOrder,
  strikes,
} from '../../domain/rehearsal/strikes.ts';

/** What simulated tools know of the moment: which step asks them, and what time it is. */
type StagedOrder = Pick<RehearsalOrder, 'plan' | 'planDigest' | 'fail'>;

export type Stage = {
  readonly order: StagedOrder;
  readonly mishaps: ChosenMishaps;
  readonly clock: () => Date;
  /** Tells both to whatever runs inside an activity. */
  readonly interceptor: ActivityInterceptorsFactory;
};

type Scene = Occasion & { readonly check: PlannedCheck | null; readonly aheadMs: number };

/**
 * The stage of one rehearsal. Time stands still on the server while a step is at work, so that
 * asking for it once at the beginning of a step is enough.
 */
export function createStage(order: StagedOrder, now: () => Promise<Date>): Stage {
  const { plan, fail } = order;
  const scenes = new AsyncLocalStorage<Scene>();
  const scene = () => scenes.getStore() ?? null;
  return {
    order,
    clock: () => new Date(Date.now() + (scene()?.aheadMs ?? 0)),
    mishaps: {
      occasion: scene,
      strikes(part) {
        const occasion = scene();
        return occasion !== null && strikes(fail, occasion, part ?? null);
      },
    },
    interceptor: ({ info }) => ({
      inbound: {
        async execute(input, next): Promise<unknown> {
          const asked = orderIn(input.args[0]);
          const aheadMs = (await now()).getTime() - Date.now();
          const occasion = occasionOf(info.activityType, asked, plan);
          const check = checkAt(occasion, plan);
          return scenes.run({ ...occasion, check, aheadMs }, () => next(input));
        },
      },
    }),
  };
}

/** The check that a step of a validation runs. */
function checkAt({ stage, parts }: Occasion, plan: StagedOrder['plan']): PlannedCheck | null {
  const found = plan.stages.find(({ id }) => id === stage);
  if (found?.kind !== 'validate') return null;
  return found.checks.find(({ name }) => parts.includes(name)) ?? null;
}

function orderIn(value: unknown): StepOrder {
  return typeof value === 'object' && value !== null ? value : {};
}

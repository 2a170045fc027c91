import { CancelledFailure } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import type { WorkerMetrics } from './worker-metrics.ts';

/** Measures every try of a step. */
export function measureSteps({ stepSeconds }: WorkerMetrics): ActivityInterceptorsFactory {
  return ({ info, cancellationSignal }) => ({
    inbound: {
      async execute(input, next) {
        const acts = isActing(input.args[0]) ? 'true' : 'false';
        const stop = stepSeconds.startTimer({ step: info.activityType, acts });
        try {
          const result = await next(input);
          stop({ outcome: 'done' });
          return result;
        } catch (error) {
          const stopped = error instanceof CancelledFailure || cancellationSignal.aborted;
          stop({ outcome: stopped ? 'stopped' : 'failed' });
          throw error;
        }
      },
    },
  });
}

/** Steps that act on a tool have a key; the ledger knows them by it. */
function isActing(argument: unknown): boolean {
  return typeof argument === 'object' && argument !== null && 'key' in argument;
}

import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '@temporalio/activity';
import { CancelledFailure } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { placeFailure } from '../activities/place-failure.ts';
import { StepFailure } from '../activities/ports/failures.ts';
import type { Ports } from '../activities/ports/index.ts';
import type { LedgerAction } from '../activities/ports/records.ts';
import type { ActingStep, Step } from '../activities/step.ts';
import { taskQueues } from '../workflows/contract.ts';

const factsPatienceMs = 5_000;
const lookEveryMs = 10;

/**
 * Around every activity: the release's facts are recorded before anything happens, an action on a
 * tool gets its intent before and its outcome after it, and failures become what Temporal
 * understands. All of it costs no history.
 */
export function createRecordingInterceptor(
  { ledger, clock }: Pick<Ports, 'ledger' | 'clock'>,
  workerIdentity: string,
): ActivityInterceptorsFactory {
  return (context) => ({
    inbound: {
      async execute(input, next): Promise<unknown> {
        const step = input.args[0];
        try {
          if (isStep(step)) await awaitFacts(step);
          if (isActing(step)) return await recorded(step, () => next(input));
          if (isStep(step)) await ledger.appendFacts(step.release, step.facts);
          return await next(input);
        } catch (error) {
          if (context.cancellationSignal.aborted) throw cancelled(error);
          // Bookkeeping has no person to ask: without it the story could not go on, so it never
          // gives up.
          const limit =
            context.info.taskQueue === taskQueues.workflows ? Number.POSITIVE_INFINITY : undefined;
          throw placeFailure(error, context.info.attempt, limit);
        }

        async function awaitFacts({ release, after }: Step): Promise<void> {
          if (after === 0) return;
          const deadline = Date.now() + factsPatienceMs;
          while ((await ledger.lastSeq(release)) < after) {
            if (Date.now() > deadline) throw behind(release, after);
            await sleep(lookEveryMs);
          }
        }

        async function recorded(acting: ActingStep, act: () => Promise<unknown>): Promise<unknown> {
          const entry = entryFor(acting, context, workerIdentity, clock);
          const began = clock();
          await ledger.appendStep(acting.release, acting.facts, entry('intent', null, {}));
          try {
            const outcome = await act();
            const details = durationDetails(acting, began, clock());
            await ledger.appendAction(acting.release, entry('outcome', 'done', details));
            return outcome;
          } catch (error) {
            const code = error instanceof StepFailure ? error.code : 'unexpected';
            await ledger.appendAction(acting.release, entry('outcome', 'failed', { code }));
            throw error;
          }
        }
      },
    },
  });
}

/** The step beside this one may wait for a free worker; then this one comes again later. */
function behind(release: string, after: number): StepFailure {
  return new StepFailure(
    'retry',
    'records/behind',
    `Fact ${after} of ${release} is not recorded yet.`,
    'Nothing to do: the step that carries it comes first, and this one is tried again.',
  );
}

/** A step that was told to stop has not failed, however it ended. */
function cancelled(error: unknown): CancelledFailure {
  return new CancelledFailure(error instanceof Error ? error.message : 'The step was stopped.');
}

function entryFor(
  step: ActingStep,
  { info }: Context,
  workerIdentity: string,
  clock: Ports['clock'],
) {
  const token = createHash('sha256').update(info.base64TaskToken).digest('hex').slice(0, 16);
  return (
    phase: LedgerAction['phase'],
    outcome: LedgerAction['outcome'],
    details: LedgerAction['details'],
  ): LedgerAction => ({
    key: step.key,
    phase,
    action: info.activityType,
    by: `${workerIdentity} ${token}`,
    at: clock().toISOString(),
    attempt: info.attempt,
    outcome,
    details,
  });
}

/** How long an action took that was for one component: what later releases take as usual. */
function durationDetails(step: ActingStep, began: Date, ended: Date): LedgerAction['details'] {
  if (!('component' in step) || typeof step.component !== 'string') return {};
  const { component } = step;
  const tookMs = Math.max(0, ended.getTime() - began.getTime());
  if (!('environment' in step) || typeof step.environment !== 'string') {
    return { component, tookMs };
  }
  return { component, environment: step.environment, tookMs };
}

function isStep(value: unknown): value is Step {
  return (
    typeof value === 'object' &&
    value !== null &&
    'release' in value &&
    'facts' in value &&
    Array.isArray(value.facts)
  );
}

function isActing(value: unknown): value is ActingStep {
  return isStep(value) && 'key' in value && typeof value.key === 'string';
}

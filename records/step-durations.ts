import type { Transaction } from 'kysely';
import type { LedgerAction } from '../activities/ports/records.ts';
import {
  actionDuration,
  type StepDuration,
  stageDurations,
} from '../domain/progress/step-duration.ts';
import type { ReleaseEvent } from '../domain/release/event.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import type { Database } from './database.ts';

/** The longest that the column holds: 24 days. What takes longer waited for people. */
const longestMs = 2_147_483_647;

/** Notes how long stages took that these events ended well. `state` is the one after them. */
export function noteStages(
  tx: Transaction<Database>,
  release: string,
  events: readonly ReleaseEvent[],
  state: ReleaseState,
): Promise<void> {
  return note(
    tx,
    release,
    events.flatMap((event) => stageDurations(event, state)),
  );
}

/** Notes how long an action on a tool took, where it was for one component. */
export function noteAction(
  tx: Transaction<Database>,
  release: string,
  action: LedgerAction,
): Promise<void> {
  const duration = actionDuration(action);
  return note(tx, release, duration === null ? [] : [duration]);
}

async function note(
  tx: Transaction<Database>,
  release: string,
  durations: readonly StepDuration[],
): Promise<void> {
  if (durations.length === 0) return;
  await tx
    .insertInto('step_durations')
    .values(
      durations.map(({ component, environment, step, tookMs, endedAt }) => ({
        release,
        component,
        environment: environment ?? '',
        step,
        took_ms: Math.min(Math.max(0, tookMs), longestMs),
        ended_at: endedAt,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

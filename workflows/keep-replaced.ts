import { entitledGroups } from '../domain/release/receive-command.ts';
import type { ReleaseRun } from './release-run.ts';
import { waitFor } from './wait-for.ts';

/**
 * Waits until what users were switched away from has stood for its time: until it is retired, the
 * way back is another switch. Somebody who is content ends it early.
 */
export async function keepReplaced(
  run: ReleaseRun,
  environment: string,
  stage: string,
): Promise<void> {
  const switched = run.plan.stages.find(
    (each) => each.kind === 'switch' && each.environment === environment,
  );
  if (switched?.kind !== 'switch' || switched.keepMs === 0) return;
  const endedAt = run.state.stages.find(({ id }) => id === switched.id)?.endedAt;
  const since = endedAt === undefined || endedAt === null ? Date.now() : Date.parse(endedAt);
  const until = new Date(since + switched.keepMs).toISOString();
  if (until <= new Date().toISOString()) return;
  run.forgetAnswers();
  await waitFor(
    run,
    {
      id: `${switched.id}/keep`,
      stage,
      kind: 'observation',
      reason: `What served before in ${environment} is kept, ready to be switched back to.`,
      clearedBy: entitledGroups(run.plan, 'proceed'),
      remedy: 'Nothing to do; send rollback if you see harm, or proceed to retire it now.',
      until,
      then: 'continues',
    },
    () => run.take('proceed'),
  );
}

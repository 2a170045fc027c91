import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { forensicParts, type MissingExhibit } from '../domain/rollback/forensics.ts';
import { wayBack } from '../domain/rollback/way-back.ts';
import { taskQueues } from './contract.ts';
import type { ReleaseRun } from './release-run.ts';
import { failureOf } from './stage-failed.ts';

/** How long collecting may take; and how long the way back waits at most, whatever hangs. */
const collectMs = 6_000;
const boundMs = 10_000;

/**
 * Keeps logs, metrics, configuration and state of what is about to be undone. Whatever comes of it,
 * the way back goes on within ten seconds, and the facts say what was kept and what was not.
 */
export async function preserveForensics(run: ReleaseRun): Promise<void> {
  const changes = wayBack(run.state);
  const kept = new Set(run.state.rollback?.forensics.map(({ environment }) => environment));
  for (const environment of new Set(changes.map((change) => change.environment))) {
    // In a new run it may have been kept already.
    if (kept.has(environment)) continue;
    const components = changes
      .filter((change) => change.environment === environment)
      .map(({ component }) => component);
    const captured = await capture(run, environment, components);
    run.journal.record({ type: 'forensics.captured', environment, ...captured });
  }
}

async function capture(run: ReleaseRun, environment: string, components: readonly string[]) {
  const forensics = proxyActivities<Activities>({
    taskQueue: taskQueues.tools,
    scheduleToCloseTimeout: boundMs,
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    retry: { initialInterval: '500ms', maximumAttempts: 3 },
    summary: `Keep what ${environment} can tell`,
  });
  try {
    return await run.journal.perform((step) =>
      forensics.captureForensics({
        ...step,
        environment,
        components,
        planDigest: run.planDigest,
        withinMs: collectMs,
        key: `${run.release}/${environment}/rollback/forensics`,
      }),
    );
  } catch (error) {
    const failure = failureOf(error);
    if (failure === null) throw error;
    const missing = components.flatMap((component) =>
      forensicParts.map((part): MissingExhibit => ({ component, part, reason: failure.message })),
    );
    return { exhibits: [], missing };
  }
}

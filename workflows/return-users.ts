import { wayBack } from '../domain/rollback/way-back.ts';
import { whyKept } from '../domain/rollback/why-kept.ts';
import { tools } from './activity-proxies.ts';
import { acquireEnvironment } from './hold-environment.ts';
import type { ReleaseRun } from './release-run.ts';
import { failureOf } from './stage-failed.ts';

/**
 * Moves users back to what served before, of all components at once and before anything is
 * stopped. What stays keeps its users. Where it fails, the undoing of each component tries again,
 * and asks a person if it must.
 */
export async function returnUsers(run: ReleaseRun): Promise<void> {
  const changes = wayBack(run.state).filter(
    (change) => whyKept(change, run.state.changes) === null,
  );
  for (const environment of new Set(changes.map((change) => change.environment))) {
    const components = changes
      .filter((change) => change.environment === environment)
      .map(({ component }) => component);
    try {
      const fence = await acquireEnvironment(run, environment, run.state.rollback?.stage ?? '');
      const { digests } = await run.journal.perform((step) =>
        tools(`Give users of ${environment} what served before`).returnUsers({
          ...step,
          environment,
          fence,
          components,
          planDigest: run.planDigest,
          key: `${run.release}/${environment}/rollback/users`,
        }),
      );
      for (const [component, digest] of Object.entries(digests)) {
        const shifted = { environment, component, digest, weightPercent: 100 };
        run.journal.record({ type: 'traffic.shifted', ...shifted });
      }
    } catch (error) {
      if (failureOf(error) === null) throw error;
    }
  }
}

import type { ReleaseRun } from './release-run.ts';

/** Resolves an incident, if it is open. */
export function resolveIncident(run: ReleaseRun, incident: string, how: string): void {
  const isOpen = run.state.incidents.some(
    ({ id, resolvedAt }) => id === incident && resolvedAt === null,
  );
  if (isOpen) run.journal.record({ type: 'incident.resolved', incident, how });
}

import type { PlannedComponent } from '../plan/plan.ts';
import { type MigrationRehearsalGate, migrationRehearsal } from './migration.ts';

/** The gate that a component with migrations has without anybody's asking; null for others. */
export function rehearsalGateOf({
  service,
  irreversible,
  lossy,
}: Pick<PlannedComponent, 'service' | 'irreversible' | 'lossy'>): MigrationRehearsalGate | null {
  if (service.migrations === undefined) return null;
  return {
    gate: migrationRehearsal,
    name: migrationRehearsal,
    ...service.migrations,
    ...(irreversible === undefined ? {} : { irreversible }),
    ...(lossy === undefined ? {} : { lossy }),
  };
}

import type { ChecklistItem } from './policy.ts';
import type { StageSources } from './stage-sources.ts';

/** Some items are asked of releases alone that are hard to take back. */
export function isAsked(item: ChecklistItem, { components, highRisk }: StageSources): boolean {
  if (!('before' in item)) return true;
  switch (item.before) {
    case undefined:
      return true;
    case 'high-risk':
      return highRisk;
    case 'irreversible':
      return components.some(({ irreversible, lossy }) => (irreversible ?? lossy) !== undefined);
    case 'migrations':
      return components.some(({ service }) => service.migrations !== undefined);
  }
}

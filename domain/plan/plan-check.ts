import type { CatalogIndex } from './catalog-index.ts';
import { entryOf } from './entry-of.ts';
import type { PlannedCheck, ValidationCheck } from './validation-check.ts';

/** A check with what the catalog says now of whom it asks: a running release reads no catalog. */
export function planCheck(
  check: ValidationCheck,
  environment: string,
  services: CatalogIndex['services'],
): PlannedCheck {
  if (check.check !== 'downstream') return check;
  const names = services.get(check.component)?.dependsOn ?? [];
  const dependencies = names.flatMap((component) => {
    const deployment = entryOf(services.get(component)?.deployments ?? {}, environment);
    return deployment === undefined ? [] : [{ component, deployment }];
  });
  return { ...check, dependencies };
}

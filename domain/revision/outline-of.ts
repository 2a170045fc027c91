import type { PlanOutline, ReleasePlan } from '../plan/plan.ts';
import { printsOf } from './plan-prints.ts';

/**
 * The plan without the copies of the catalog and the duties and the reasons of its risk, which
 * would fill the history of every release.
 */
export function outlineOf(plan: ReleasePlan): PlanOutline {
  const { assessment: _assessment, duties: _duties, ...rest } = plan;
  const components = plan.components.map(({ name, version, irreversible }) =>
    irreversible === undefined ? { name, version } : { name, version, irreversible },
  );
  return { ...rest, components, prints: printsOf(plan) };
}

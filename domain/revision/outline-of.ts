import type { PlanOutline, ReleasePlan } from '../plan/plan.ts';
import { printsOf } from './plan-prints.ts';

/**
 * The plan without the copies of catalog, duties and wordings, and the reasons of its risk, which
 * would fill the history of every release.
 */
export function outlineOf(plan: ReleasePlan): PlanOutline {
  const { assessment: _assessment, duties: _duties, notices, ...rest } = plan;
  const components = plan.components.map(({ name, version, irreversible, contracts, stays }) => ({
    name,
    version,
    ...(irreversible === undefined ? {} : { irreversible }),
    ...(contracts === undefined ? {} : { contracts }),
    ...(stays === undefined ? {} : { stays }),
  }));
  const told = notices?.map(({ templates: _templates, ...notice }) => notice);
  return {
    ...rest,
    ...(told === undefined ? {} : { notices: told }),
    components,
    prints: printsOf(plan),
  };
}

import type { PlanOutline } from '../plan/plan.ts';

/** What differs between what two plans bring out, by component names. */
export type ScopeChanges = {
  readonly dropped: readonly string[];
  readonly added: readonly string[];
  readonly changed: readonly string[];
};

/** Where one of the outlines is from before there were revisions, everything counts as changed. */
export function compareScopes(before: PlanOutline, after: PlanOutline): ScopeChanges {
  const [was, is] = [before, after].map(({ components }) => components.map(({ name }) => name));
  const common = (is ?? []).filter((name) => was?.includes(name));
  return {
    dropped: (was ?? []).filter((name) => !is?.includes(name)),
    added: (is ?? []).filter((name) => !was?.includes(name)),
    changed: common.filter((name) => !isSameComponent(before, after, name)),
  };
}

function isSameComponent(before: PlanOutline, after: PlanOutline, name: string): boolean {
  const print = before.prints?.components[name];
  return print !== undefined && print === after.prints?.components[name];
}

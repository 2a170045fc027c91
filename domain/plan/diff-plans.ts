import microdiff, { type Difference } from 'microdiff';
import { jsonPointer } from '../ledger/json-pointer.ts';
import type { ReleasePlan } from './plan.ts';

/** One difference between two plans. */
export type PlanDifference = {
  readonly change: 'added' | 'removed' | 'changed';
  /** JSON pointer: into the plan after, and for what was removed into the plan before. */
  readonly pointer: string;
  /**
   * The part of the plan that it belongs to, for people: `stage production/canary`, `component
   * web`, `plan`.
   */
  readonly part: string;
  /** Undefined for what was added. */
  readonly before?: unknown;
  /** Undefined for what was removed. */
  readonly after?: unknown;
};

type Path = readonly (string | number)[];

/**
 * What differs between two plans, in the order of the plan. Stages and components are compared by
 * their names, so that one more stage is one difference, and not one in every stage behind it.
 */
export function diffPlans(before: ReleasePlan, after: ReleasePlan): readonly PlanDifference[] {
  const found = microdiff(byNames(before), byNames(after), { cyclesFix: false });
  const placed = found.map((difference) => ({
    difference,
    path: toIndexes(difference.path, difference.type === 'REMOVE' ? before : after),
  }));
  const sorted = placed.toSorted((one, other) => rankOf(one.path) - rankOf(other.path));
  const differences = sorted.map(({ difference, path }) => describe(difference, path));
  return [...differences, ...reordered(before, after)];
}

function describe(difference: Difference, path: Path): PlanDifference {
  const place = { pointer: jsonPointer(path), part: partOf(difference.path) };
  switch (difference.type) {
    case 'CREATE':
      return { change: 'added', ...place, after: difference.value };
    case 'REMOVE':
      return { change: 'removed', ...place, before: difference.oldValue };
    case 'CHANGE':
      return {
        change: 'changed',
        ...place,
        before: difference.oldValue,
        after: difference.value,
      };
  }
}

/** The plan itself first, then its components, then its stages, each in their order. */
function rankOf([list, index]: Path): number {
  const position = typeof index === 'number' ? index : 0;
  if (list === 'stages') return 20_000 + position;
  return list === 'components' ? 10_000 + position : 0;
}

function byNames({ stages, components, ...rest }: ReleasePlan) {
  return {
    ...rest,
    components: Object.fromEntries(components.map((component) => [component.name, component])),
    stages: Object.fromEntries(stages.map((stage) => [stage.id, stage])),
  };
}

function toIndexes(path: Path, { stages, components }: ReleasePlan): Path {
  const [list, name, ...rest] = path;
  if (name === undefined || (list !== 'stages' && list !== 'components')) return path;
  const index =
    list === 'stages'
      ? stages.findIndex(({ id }) => id === name)
      : components.findIndex((component) => component.name === name);
  return [list, index, ...rest];
}

function partOf([list, name]: Path): string {
  if (list === 'stages') return `stage ${name}`;
  return list === 'components' ? `component ${name}` : 'plan';
}

/** Stages that are in both plans, but not in the same order. */
function reordered(before: ReleasePlan, after: ReleasePlan): readonly PlanDifference[] {
  const common = (plan: ReleasePlan, other: ReleasePlan) => {
    const ids = new Set(other.stages.map(({ id }) => id));
    return plan.stages.map(({ id }) => id).filter((id) => ids.has(id));
  };
  const [was, is] = [common(before, after), common(after, before)];
  if (was.every((id, index) => id === is[index])) return [];
  const part = 'order of the stages';
  return [{ change: 'changed', pointer: '/stages', part, before: was, after: is }];
}

import type { ReleasePlan } from '../plan/plan.ts';
import type { Awaited } from './awaited.ts';

type Stages = Pick<ReleasePlan, 'name' | 'stages'>;

/** Up to which stage a release has to come; every stage before it has to be done as well. */
type Goal = { readonly release: string; readonly index: number };

/**
 * The names of releases that would wait for each other for ever, beginning with the one whose plan
 * is asked about; null where there is no such circle. Releases that only meet in different stages
 * make none: one may wait for the other's staging, which waits for nobody. `others` are the plans
 * in force of everything that can be reached; one that is missing leads nowhere.
 */
export function findCircle(
  plan: Stages,
  others: ReadonlyMap<string, Stages>,
): readonly string[] | null {
  const plans = new Map([...others, [plan.name, plan]]);
  for (const [index, stage] of plan.stages.entries()) {
    if (stage.kind !== 'await-releases') continue;
    const from = { release: plan.name, index };
    for (const awaited of stage.awaited) {
      const path = wayTo(from, goalOf(awaited, plans), plans, new Set());
      if (path !== null) return [plan.name, ...path];
    }
  }
  return null;
}

/** The releases on the way from a goal to what needs `wanted` first; null: there is no way. */
function wayTo(
  wanted: Goal,
  goal: Goal | null,
  plans: ReadonlyMap<string, Stages>,
  seen: Set<string>,
): readonly string[] | null {
  if (goal === null) return null;
  const { release, index } = goal;
  if (release === wanted.release && index >= wanted.index) return [release];
  const key = `${release} ${index}`;
  if (seen.has(key)) return null;
  seen.add(key);
  for (const stage of plans.get(release)?.stages.slice(0, index + 1) ?? []) {
    if (stage.kind !== 'await-releases') continue;
    for (const awaited of stage.awaited) {
      const path = wayTo(wanted, goalOf(awaited, plans), plans, seen);
      if (path !== null) return [release, ...path];
    }
  }
  return null;
}

/** Whoever has only to reach a stage has to be done with those before it. */
function goalOf(
  { release, stage: id, until }: Awaited,
  plans: ReadonlyMap<string, Stages>,
): Goal | null {
  const found = plans.get(release)?.stages.findIndex((stage) => stage.id === id) ?? -1;
  if (found < 0) return null;
  return { release, index: until === 'reached' ? found - 1 : found };
}

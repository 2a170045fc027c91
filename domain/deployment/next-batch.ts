import { type Goal, isThere, type Roll, type Target } from './roll.ts';
import type { Ordered, Rolling } from './strategy.ts';

/** The targets that come next, none when all are there; or why no target may be touched. */
export type NextBatch =
  | { readonly ordinals: readonly number[] }
  | { readonly problem: string; readonly remedy: string };

/**
 * Which targets a roll replaces next. What was begun is brought to its end first, and what is down
 * is replaced before what serves, since that takes nobody away. Of what serves, never more than the
 * rules let be down at once, and never the last one of several.
 */
export function nextBatch(
  { targets }: Pick<Roll, 'targets'>,
  rules: Rolling | Ordered,
  goal: Goal,
): NextBatch {
  const open = inOrder(
    targets.filter((target) => !isThere(target, goal)),
    rules,
  );
  const begun = open.filter(({ runs }) => runs === null || runs === goal);
  if (begun.length > 0) return { ordinals: ordinalsOf(begun) };
  const down = open.filter(({ problem }) => problem !== null);
  const total = targets.filter(({ versions }) => versions.includes(goal)).length;
  const atMost = mostUnavailable(total, rules);
  if (rules.kind === 'ordered' && down.length > atMost) return tooManyDown(targets, down);
  const serving = open.filter(({ problem }) => problem === null);
  // Going back, users are on what stands of the version before, and nobody is taken away.
  const isFree = goal === 'previous' && rules.kind === 'rolling' && targets.some(isUntouched);
  if (isFree) return { ordinals: ordinalsOf(open) };
  const size = batchSize(total, rules);
  const first = down.slice(0, size);
  const allowed = Math.min(size - first.length, atMost - down.length, mostTaken(targets, total));
  return { ordinals: ordinalsOf([...first, ...serving.slice(0, Math.max(0, allowed))]) };
}

/** How many targets are replaced at a time. A share of them is rounded down, and never to none. */
function batchSize(total: number, rules: Rolling | Ordered): number {
  if (rules.kind === 'ordered') return 1;
  const { batch } = rules;
  return 'targets' in batch
    ? batch.targets
    : Math.max(1, Math.floor((total * batch.percent) / 100));
}

/** How many targets may be without users at once. */
export function mostUnavailable(total: number, rules: Rolling | Ordered): number {
  if (rules.kind === 'ordered') return 1;
  return rules.maximumUnavailable ?? batchSize(total, rules);
}

/** One of several goes on serving; where there is but one, users wait for it. */
function mostTaken(targets: readonly Target[], total: number): number {
  const well = targets.filter(({ problem }) => problem === null).length;
  return total > 1 ? well - 1 : well;
}

const isUntouched = (target: Target) => isThere(target, 'previous');

/** The highest number first, and the primary last: who follows it can do so until the end. */
function inOrder(targets: readonly Target[], rules: Rolling | Ordered): readonly Target[] {
  if (rules.kind === 'rolling') return targets.toSorted((a, b) => a.ordinal - b.ordinal);
  const place = ({ ordinal }: Target) => (ordinal === rules.primary ? -1 : ordinal);
  return targets.toSorted((a, b) => place(b) - place(a));
}

function ordinalsOf(targets: readonly Target[]): readonly number[] {
  return targets.map(({ ordinal }) => ordinal);
}

function tooManyDown(targets: readonly Target[], down: readonly Target[]): NextBatch {
  const told = down.map(({ ordinal, problem }) => `target ${ordinal}: ${problem}`).join('; ');
  return {
    problem: `${down.length} of ${targets.length} targets are down, and no more may be: ${told}.`,
    remedy: 'Bring them back until at most one is down, then send retry; or send rollback.',
  };
}

import type { Environment } from './catalog.ts';

/**
 * The environments that a release passes to reach its targets, in promotion order: every
 * environment comes after the one it promotes from, and otherwise as the catalog lists them.
 * Unknown names are left out, and a circle is walked once: both are problems of their own.
 */
export function orderEnvironments(
  targets: readonly string[],
  environments: ReadonlyMap<string, Environment>,
): readonly Environment[] {
  const chains = targets.map((target) => chainTo(target, environments));
  const depths = new Map<string, number>();
  for (const chain of chains) {
    for (const [depth, { name }] of chain.entries()) depths.set(name, depth);
  }
  return [...environments.values()]
    .filter(({ name }) => depths.has(name))
    .toSorted((one, other) => (depths.get(one.name) ?? 0) - (depths.get(other.name) ?? 0));
}

/** From the first environment to the target. */
function chainTo(
  target: string,
  environments: ReadonlyMap<string, Environment>,
): readonly Environment[] {
  const chain: Environment[] = [];
  let next = environments.get(target);
  while (next !== undefined && !chain.includes(next)) {
    chain.unshift(next);
    next = next.promotesFrom === null ? undefined : environments.get(next.promotesFrom);
  }
  return chain;
}

import type { Service } from './catalog.ts';

/** Whether the first of two services needs the second, by whatever way. */
export type Needs = (above: string, below: string) => boolean;

/** Follows the ways of a catalog. Each service is followed once. */
export function needsIn(services: ReadonlyMap<string, Pick<Service, 'dependsOn'>>): Needs {
  const known = new Map<string, ReadonlySet<string>>();
  return (above, below) => {
    const reached = known.get(above) ?? reachableFrom(above, services);
    known.set(above, reached);
    return reached.has(below);
  };
}

/** Every service that this one needs, by whatever way. What nobody knows needs nothing. */
export function reachableFrom(
  component: string,
  services: ReadonlyMap<string, Pick<Service, 'dependsOn'>>,
): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...(services.get(component)?.dependsOn ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    open.push(...(services.get(next)?.dependsOn ?? []));
  }
  return reached;
}

import type { Catalog } from './catalog.ts';

/**
 * The regions that environments stand in. Null where the catalog says of none: then nobody can tell
 * a region from a slip of the pen.
 */
export function regionsIn({ environments }: Catalog): ReadonlySet<string> | null {
  const regions = new Set(environments.flatMap(({ region }) => region ?? []));
  return regions.size === 0 ? null : regions;
}

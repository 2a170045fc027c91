import type { Catalog, Environment, Group, Person, Service } from './catalog.ts';

/**
 * A catalog by names, so that references are looked up instead of searched. The first of two twins
 * counts.
 */
export type CatalogIndex = {
  readonly people: ReadonlyMap<string, Person>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly environments: ReadonlyMap<string, Environment>;
  readonly services: ReadonlyMap<string, Service>;
};

export function indexCatalog(catalog: Catalog): CatalogIndex {
  return {
    people: firstBy(catalog.people, ({ id }) => id),
    groups: firstBy(catalog.groups, ({ id }) => id),
    environments: firstBy(catalog.environments, ({ name }) => name),
    services: firstBy(catalog.services, ({ name }) => name),
  };
}

function firstBy<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
): ReadonlyMap<string, Item> {
  return new Map(items.toReversed().map((item) => [nameOf(item), item]));
}

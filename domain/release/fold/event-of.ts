import type { ReleaseEvent } from '../event.ts';

/** The events of the given types. */
export type EventOf<Type extends ReleaseEvent['type']> = Extract<ReleaseEvent, { type: Type }>;

/** The list with `change` applied to the items that `matches` picks. */
export function withChanged<Item>(
  items: readonly Item[],
  matches: (item: Item) => boolean,
  change: (item: Item) => Item,
): readonly Item[] {
  return items.map((item) => (matches(item) ? change(item) : item));
}

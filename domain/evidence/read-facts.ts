import type { ChainedEntry } from '../ledger/chain.ts';
import { applyFact } from '../release/apply-fact.ts';
import type { ReleaseEvent, ReleaseFact } from '../release/event.ts';
import type { EventOf } from '../release/fold/event-of.ts';
import { initialState, type ReleaseState } from '../release/state.ts';

/** The facts of a ledger, as far as they can be read, and what they add up to. */
export type ReadFacts = {
  readonly facts: readonly ReleaseFact[];
  readonly state: ReleaseState;
  /** Position of the first entry that is no readable fact; null when all of them are. */
  readonly unreadableAt: number | null;
};

/** Folds the facts of a ledger. It ends at the first one that cannot be read, and says where. */
export function readFacts(entries: readonly ChainedEntry[]): ReadFacts {
  const facts: ReleaseFact[] = [];
  let state = initialState();
  for (const { sort, content, position } of entries) {
    if (sort !== 'fact') continue;
    try {
      const fact = JSON.parse(content) as ReleaseFact;
      state = applyFact(state, fact);
      facts.push(fact);
    } catch {
      return { facts, state, unreadableAt: position };
    }
  }
  return { facts, state, unreadableAt: null };
}

/** Every event of a type, in order, with when it was and its number. */
export function eventsOf<Type extends ReleaseEvent['type']>(
  facts: readonly ReleaseFact[],
  type: Type,
): readonly (EventOf<Type> & { readonly at: string; readonly seq: number })[] {
  const isOfType = (event: ReleaseEvent): event is EventOf<Type> => event.type === type;
  return facts.flatMap(({ event, at, seq }) => (isOfType(event) ? [{ ...event, at, seq }] : []));
}

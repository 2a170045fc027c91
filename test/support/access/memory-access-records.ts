import type { AccessRecords } from '../../../activities/access/ports.ts';
import type { Ledger, Statements } from '../../../activities/ports/records.ts';
import { applyAccessFact } from '../../../domain/access/apply-fact.ts';
import type { AccessFact } from '../../../domain/access/event.ts';
import { type AccessState, isSettled } from '../../../domain/access/state.ts';

/** What the records hold of accesses, in memory. */
export type MemoryAccessRecords = AccessRecords &
  Statements &
  Pick<Ledger, 'appendAction'> & { readonly factsOf: (access: string) => readonly AccessFact[] };

export function createMemoryAccessRecords(): MemoryAccessRecords {
  const facts = new Map<string, AccessFact[]>();
  const kept = new Map<string, { readonly id: string; readonly jws: string }>();
  const stateOf = (access: string) =>
    (facts.get(access) ?? []).reduce<AccessState | null>(
      (state, fact) => applyAccessFact(access, state, fact),
      null,
    );
  return {
    factsOf: (access) => facts.get(access) ?? [],
    accessState: async (access) => stateOf(access),
    async appendAccessFacts(access, given) {
      const known = facts.get(access) ?? [];
      const fresh = given.filter(({ seq }) => seq > known.length);
      facts.set(access, [...known, ...fresh]);
    },
    unsettledAccess: async () =>
      [...facts.keys()]
        .map(stateOf)
        .filter((state) => state !== null)
        .filter((state) => !isSettled(state)),
    appendAction: async () => {},
    async keep({ digest, id, jws }) {
      const isTaken = [...kept].some(([other, known]) => known.id === id && other !== digest);
      if (!isTaken) kept.set(digest, { id, jws });
      return !isTaken;
    },
    load: async (digest) => kept.get(digest)?.jws ?? null,
  };
}

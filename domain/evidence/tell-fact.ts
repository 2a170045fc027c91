import type { ReleaseFact } from '../release/event.ts';

/** A fact in the words of the ledger, for a table. */
export type ToldFact = {
  readonly seq: number;
  readonly at: string;
  /** Such as `stage started`. */
  readonly what: string;
  /** Pseudonymous id of the person; null where Tidegate itself acted. */
  readonly by: string | null;
  /** What else it says, as `name: value`. */
  readonly details: readonly string[];
};

/**
 * Tells whatever fact by its own members, so that one that is new here is never left out. What
 * nests deeper is in the ledger itself.
 */
export function tellFact({ seq, at, event }: ReleaseFact): ToldFact {
  const { type, ...members } = event;
  const entries = Object.entries<unknown>(members);
  const by = entries.find(([name]) => name === 'by' || name === 'requestedBy')?.[1];
  return {
    seq,
    at,
    what: type.replaceAll(/[.-]/g, ' '),
    by: typeof by === 'string' ? by : null,
    details: entries.flatMap(([name, value]) => (name === 'by' ? [] : tellMember(name, value))),
  };
}

function tellMember(name: string, value: unknown): readonly string[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) {
    if (value.length === 0) return [];
    const isFlat = value.every((each) => typeof each !== 'object');
    return [`${name}: ${isFlat ? value.join(', ') : `${value.length}, listed in the ledger`}`];
  }
  if (typeof value !== 'object') return [`${name}: ${String(value)}`];
  const inside: Readonly<Record<string, unknown>> = { ...value };
  return Object.entries(inside).flatMap(([inner, each]) =>
    typeof each === 'object' ? [] : [`${name} ${inner}: ${String(each)}`],
  );
}

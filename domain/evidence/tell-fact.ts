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
  const text = textOf(value);
  if (text !== null) return [`${name}: ${text}`];
  if (Array.isArray(value)) return tellList(name, value);
  const inside: Readonly<Record<string, unknown>> = { ...value };
  return Object.entries(inside).flatMap(([inner, each]) => {
    const innerText = textOf(each);
    return innerText === null ? [] : [`${name} ${inner}: ${innerText}`];
  });
}

function tellList(name: string, values: readonly unknown[]): readonly string[] {
  if (values.length === 0) return [];
  const texts = values.map(textOf);
  const isFlat = texts.every((text) => text !== null);
  return [`${name}: ${isFlat ? texts.join(', ') : `${values.length}, listed in the ledger`}`];
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

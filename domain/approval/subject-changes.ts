import type { ReleaseState } from '../release/state.ts';
import type { Verdict } from '../release/terms.ts';

/**
 * What differs between two subjects of a decision of one release, but for the plan: what a revision
 * has changed of it is told with the revision.
 */
export type SubjectChanges = {
  readonly components: readonly ComponentChange[];
  readonly evidence: readonly EvidenceChange[];
};

/** Digests of the artifact that goes out; null where there was none, or is none any more. */
export type ComponentChange = {
  readonly component: string;
  readonly before: string | null;
  readonly after: string | null;
};

export type EvidenceChange = {
  readonly stage: string;
  readonly gate: string;
  /** Null for a gate about the whole release. */
  readonly component: string | null;
  readonly before: Judged | null;
  readonly after: Judged | null;
};

/** A gate's verdict, and the digest of the evidence that it rests on. */
export type Judged = { readonly verdict: Verdict; readonly digest: string | null };

type Content = Pick<ReleaseState, 'artifacts' | 'gates'>;

/**
 * What a decision would be about now that it was not about before. Empty lists: artifacts and
 * evidence are the same, and people are only asked again.
 */
export function subjectChanges(before: Content, after: Content): SubjectChanges {
  const components = compare(
    before.artifacts,
    after.artifacts,
    ({ component }) => component,
    ({ digest }) => digest,
  ).map(({ of: { component }, ...change }) => ({ component, ...change }));
  const evidence = compare(
    before.gates,
    after.gates,
    ({ stage, gate, component }) => JSON.stringify([stage, gate, component]),
    ({ verdict, evidence: basis }) => ({ verdict, digest: basis?.digest ?? null }),
  ).map(({ of: { stage, gate, component }, ...change }) => ({ stage, gate, component, ...change }));
  return { components, evidence };
}

type Compared<Item, Value> = {
  readonly of: Item;
  readonly before: Value | null;
  readonly after: Value | null;
};

/** What has another value on both sides, or is on one alone, in the order of its keys. */
function compare<Item, Value>(
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => string,
  contentOf: (item: Item) => Value,
): readonly Compared<Item, Value>[] {
  const was = new Map(before.map((item) => [keyOf(item), item]));
  const is = new Map(after.map((item) => [keyOf(item), item]));
  return [...new Map([...was, ...is])]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, of]) => {
      const [earlier, later] = [was.get(key), is.get(key)];
      return {
        of,
        before: earlier === undefined ? null : contentOf(earlier),
        after: later === undefined ? null : contentOf(later),
      };
    })
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}

/** A policy by the name that its annotation gives it, with its text. */
export type PolicyText = { readonly id: string | null; readonly text: string };

/** Names of policies, each in the order of the alphabet. */
export type PolicyDifference = {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
};

/** Which policies one set has and another has not, and which say something else in it. */
export function diffPolicies(
  before: readonly PolicyText[],
  after: readonly PolicyText[],
): PolicyDifference {
  const [was, is] = [textsOf(before), textsOf(after)];
  const names = [...new Set([...was.keys(), ...is.keys()])].toSorted();
  return {
    added: names.filter((name) => !was.has(name)),
    removed: names.filter((name) => !is.has(name)),
    changed: names.filter(
      (name) => was.has(name) && is.has(name) && was.get(name) !== is.get(name),
    ),
  };
}

function textsOf(policies: readonly PolicyText[]): ReadonlyMap<string, string> {
  return new Map(policies.map(({ id, text }) => [id ?? text, text]));
}

/** How many people are asked for, and who would count. */
export type Asked = {
  readonly id: string;
  readonly count: number;
  readonly people: readonly string[];
};

/**
 * Lets each person count for one requirement, so that as many places as possible are filled; where
 * not all can be, those of earlier requirements come first. Who counts for what may change with
 * every further person: whoever could fill two places makes room for someone who can fill only one.
 * The result names the people of each requirement.
 */
export function matchPeople(asked: readonly Asked[]): ReadonlyMap<string, readonly string[]> {
  const places = asked.flatMap(({ people, count }, requirement) =>
    Array.from({ length: Math.min(count, people.length) }, () => requirement),
  );
  const placeOf = new Map<string, number>();
  for (const place of places.keys()) fill(place, new Set());
  return new Map(
    asked.map(({ id }, requirement) => {
      const theirs = [...placeOf].filter(([, place]) => places[place] === requirement);
      return [id, theirs.map(([person]) => person)];
    }),
  );

  /**
   * Seats somebody, if need be by moving others on (Kuhn's augmenting paths). Whoever is free comes
   * first, so that nobody is moved where nobody has to be.
   */
  function fill(place: number, tried: Set<string>): boolean {
    const people = asked[places[place] ?? 0]?.people ?? [];
    const free = people.find((person) => !placeOf.has(person) && !tried.has(person));
    if (free !== undefined) {
      placeOf.set(free, place);
      return true;
    }
    for (const person of people) {
      if (tried.has(person)) continue;
      tried.add(person);
      const seated = placeOf.get(person);
      if (seated !== undefined && !fill(seated, tried)) continue;
      placeOf.set(person, place);
      return true;
    }
    return false;
  }
}

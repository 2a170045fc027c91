/** Whose turn it is, of candidates with weights. */
export type Turns<Candidate> = {
  /** The next one, or null when there is none. */
  readonly next: () => Candidate | null;
};

/**
 * Deals turns from a deck that holds everyone as often as their weight says, with the weights
 * reduced to their smallest terms, and is shuffled anew each time it is used up. So 10 of 100 is
 * one in every ten requests and not a burst; and no habit of users, such as every fourth of them
 * ordering, makes one version meet all the orders and the other none.
 */
export function takeTurns<Candidate extends { readonly weightPercent: number }>(
  candidates: readonly Candidate[],
  random: () => number = Math.random,
): Turns<Candidate> {
  const unit = candidates.reduce((sum, { weightPercent }) => divisor(sum, weightPercent), 0);
  const cards = candidates.flatMap((candidate) =>
    Array.from({ length: candidate.weightPercent / unit }, () => candidate),
  );
  let deck: Candidate[] = [];
  return {
    next: () => {
      if (deck.length === 0) deck = shuffled(cards, random);
      return deck.pop() ?? null;
    },
  };
}

function divisor(one: number, other: number): number {
  return other === 0 ? one : divisor(other, one % other);
}

/** Every order is as likely as any other (Fisher and Yates). */
function shuffled<Card>(cards: readonly Card[], random: () => number): Card[] {
  const left = [...cards];
  return cards.flatMap(() => left.splice(Math.floor(random() * left.length), 1));
}

/** Plain round robin over what `candidates` gives at each turn. */
export function inTurn<Candidate>(candidates: () => readonly Candidate[]): Turns<Candidate> {
  let turn = 0;
  return {
    next: () => {
      const all = candidates();
      turn += 1;
      return all[turn % all.length] ?? null;
    },
  };
}

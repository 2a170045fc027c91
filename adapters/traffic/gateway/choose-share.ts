/** Whose turn it is, of candidates with weights. */
export type Turns<Candidate> = {
  /** The next one, or null when there is none. */
  readonly next: () => Candidate | null;
};

/**
 * Smooth weighted round robin, as nginx has it (Sysoev, nginx 1.3.1): at each turn everyone gains
 * their weight, the one with the most is chosen and pays the sum of all. So 10 of 100 is every
 * tenth request and not a burst, with no randomness.
 */
export function takeTurns<Candidate extends { readonly weightPercent: number }>(
  candidates: readonly Candidate[],
): Turns<Candidate> {
  const runners = candidates.map((candidate) => ({ candidate, credit: 0 }));
  const total = candidates.reduce((sum, { weightPercent }) => sum + weightPercent, 0);
  return {
    next: () => {
      for (const runner of runners) runner.credit += runner.candidate.weightPercent;
      const [first, ...others] = runners;
      if (first === undefined) return null;
      const chosen = others.reduce((best, one) => (one.credit > best.credit ? one : best), first);
      chosen.credit -= total;
      return chosen.candidate;
    },
  };
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

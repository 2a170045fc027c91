/** From last to first. `emergency` is for releases of that class alone. */
export const priorityLevels = ['low', 'normal', 'high', 'emergency'] as const;
export type PriorityLevel = (typeof priorityLevels)[number];

/** What the owner of a portfolio can give: an emergency is a class, and not a favour. */
export const givenLevels = ['low', 'normal', 'high'] as const;

/** What a release says of itself. */
export type PrioritySpec = { readonly level: PriorityLevel; readonly reason: string };

/** Which releases go before others where they meet, and who says so. */
export type Portfolio = {
  readonly name: string;
  /** Group whose people decide. */
  readonly owner: string;
  readonly decisions: readonly PortfolioDecision[];
};

export type PortfolioDecision = {
  readonly release: string;
  readonly level: (typeof givenLevels)[number];
  readonly reason: string;
};

/** The level that counts, and why; `by` is the portfolio that decided, or null: the release. */
export type Priority = PrioritySpec & { readonly by: string | null };

/** What a release says of itself. An emergency is one whether or not it says so; else undefined. */
export function ownPriority({
  releaseClass,
  schedule,
}: {
  readonly releaseClass: string;
  readonly schedule?: { readonly priority?: PrioritySpec };
}): PrioritySpec | undefined {
  if (schedule?.priority !== undefined) return schedule.priority;
  if (releaseClass !== 'emergency') return undefined;
  return { level: 'emergency', reason: 'Its class is emergency.' };
}

/**
 * The owner of a portfolio has the last word; without one a release has what it says of itself,
 * and else `normal`.
 */
export function priorityOf(
  { name, priority }: { readonly name: string; readonly priority?: PrioritySpec },
  portfolios: readonly Portfolio[],
): Priority {
  for (const portfolio of portfolios) {
    const decision = portfolio.decisions.find(({ release }) => release === name);
    if (decision === undefined) continue;
    return { level: decision.level, reason: decision.reason, by: portfolio.name };
  }
  return { ...(priority ?? { level: 'normal', reason: 'Nobody gave it another one.' }), by: null };
}

/** A level as a number to sort by, more is earlier; 0 is `normal`. */
export function rankOf(level: PriorityLevel): number {
  return priorityLevels.indexOf(level) - priorityLevels.indexOf('normal');
}

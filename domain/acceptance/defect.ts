/** How bad a defect is, worst first. */
export const severities = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof severities)[number];

/** How many defects of a severity may be open at a sign-off; one that is not named has no limit. */
export type DefectThresholds = Readonly<Partial<Record<Severity, number>>>;

/** What a tester says of a defect. */
export type SaidDefect = {
  /** Its id in the testers' tracker. */
  readonly id: string;
  readonly severity: Severity;
  readonly state: 'open' | 'resolved';
};

/**
 * A defect as the facts of a release tell it. It outlives the cycle in which it was found: a
 * re-test finds the open ones open, and the resolved ones resolved.
 */
export type DefectState = SaidDefect & {
  /** The acceptance test that found it. */
  readonly requirement: string;
  readonly reportedAt: string;
  readonly changedAt: string;
  /**
   * The severity at which the board lets it stand in this cycle; absent: nobody has let it stand.
   * Open and worse than that, it blocks again.
   */
  readonly toleratedAs?: Severity;
};

/** Whether the first is worse than the second. */
export function isWorse(one: Severity, other: Severity): boolean {
  return severities.indexOf(one) < severities.indexOf(other);
}

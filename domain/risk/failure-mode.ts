/**
 * One way in which a release may fail. The three ratings go from 1 to 10 as in IEC 60812 and the
 * AIAG reference manual (4th edition): 10 is the gravest effect, the most frequent cause, and the
 * failure that nobody would notice before users do.
 */
export type FailureMode = {
  /** What goes wrong, as a sentence. */
  readonly failure: string;
  /** What users or the business would meet, as a sentence. */
  readonly effect: string;
  readonly severity: number;
  readonly occurrence: number;
  /** 1: found for certain before it does harm. 10: not found at all. */
  readonly detection: number;
  /** What is done against it, as a sentence. */
  readonly mitigation: string;
  /** Person or group that answers for the mitigation. */
  readonly owner: string;
};

/**
 * Severity × occurrence × detection, from 1 to 1000. The AIAG & VDA handbook of 2019 prefers action
 * priorities, because the product hides grave and rare failures: hence the threshold for severity
 * alone.
 */
export function riskPriorityNumber(mode: FailureMode): number {
  return mode.severity * mode.occurrence * mode.detection;
}

/** The greatest number that `riskPriorityNumber` gives. */
export const greatestPriorityNumber = 1000;

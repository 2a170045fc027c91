import type { GatheredEvidence } from './gate.ts';

/**
 * Why evidence is too old to prove anything, as a sentence; null when it is not. A report that the
 * gate's own command did not write may be of any version, so it counts only within an age that
 * somebody has allowed.
 */
export function whyStale(
  { reportAgeMs = null }: Pick<GatheredEvidence, 'reportAgeMs'>,
  { maximumAgeMs = 0 }: { readonly maximumAgeMs?: number },
): string | null {
  if (reportAgeMs === null || reportAgeMs <= maximumAgeMs) return null;
  const age = `The test report was written ${inSeconds(reportAgeMs)} before the gate ran`;
  if (maximumAgeMs === 0) return `${age}, and not by its command.`;
  return `${age}; ${inSeconds(maximumAgeMs)} is the most.`;
}

function inSeconds(ms: number): string {
  return `${Math.ceil(ms / 1000)} s`;
}

import type { PlannedGate } from '../plan/stage.ts';
import type { GateRecord } from '../release/state.ts';

/**
 * The planned gates whose evidence is older than allowed at an instant (RFC 3339), or was never
 * gathered.
 */
export function staleGates(
  planned: readonly PlannedGate[],
  judged: readonly GateRecord[],
  { maximumAgeMs, now }: { readonly maximumAgeMs: number; readonly now: string },
): readonly PlannedGate[] {
  const oldest = Date.parse(now) - maximumAgeMs;
  return planned.filter(({ component, definition }) => {
    const last = judged.findLast(
      (gate) => gate.component === component && gate.gate === definition.name,
    );
    return last === undefined || Date.parse(last.judgedAt) < oldest;
  });
}

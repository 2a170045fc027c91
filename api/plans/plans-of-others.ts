import type { OtherPlans } from '../../domain/other-release/check-others.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import type { ApiRecords } from '../records-port.ts';

/** So many releases hang together at most; those beyond are not looked at. */
const mostPlans = 500;

/**
 * The plans in force of the releases that a plan waits for, of those that they wait for, and so on.
 * What was never started has none.
 */
export async function plansOfOthers(
  plan: ReleasePlan,
  { planInForce }: Pick<ApiRecords, 'planInForce'>,
): Promise<OtherPlans> {
  const found = new Map<string, ReleasePlan>();
  const asked = new Set([plan.name]);
  const open = [...awaitedBy(plan)];
  for (let name = open.pop(); name !== undefined && found.size < mostPlans; name = open.pop()) {
    if (asked.has(name)) continue;
    asked.add(name);
    const sealed = await planInForce(name);
    if (sealed === null) continue;
    found.set(name, sealed.plan);
    open.push(...awaitedBy(sealed.plan));
  }
  return found;
}

function awaitedBy({ stages }: ReleasePlan): readonly string[] {
  return stages.flatMap((stage) =>
    stage.kind === 'await-releases' ? stage.awaited.map(({ release }) => release) : [],
  );
}

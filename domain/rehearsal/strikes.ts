import type { ReleasePlan } from '../plan/plan.ts';
import type { FailTarget } from './order.ts';

/** Which step a simulated tool is asked in. */
export type Occasion = {
  /** Id of a stage, `rollback`, or null for bookkeeping between stages. */
  readonly stage: string | null;
  /** Components, gates, checks and items that the step itself names. */
  readonly parts: readonly string[];
};

/** Whether something that was chosen to fail does so at this occasion, in this part of it. */
export function strikes(
  targets: readonly FailTarget[],
  { stage, parts }: Occasion,
  part: string | null = null,
): boolean {
  const here = part === null ? parts : [part, ...parts];
  return targets.some(
    (target) => target.stage === stage && (target.part === null || here.includes(target.part)),
  );
}

/** What a step of an activity says of itself; whatever is missing is undefined. */
export type StepOrder = {
  readonly key?: unknown;
  readonly environment?: unknown;
  readonly component?: unknown;
  readonly gate?: { readonly name?: unknown };
  readonly check?: { readonly name?: unknown };
  readonly item?: { readonly item?: unknown; readonly check?: { readonly name?: unknown } };
};

/** Activities that carry no key, or are steps of no stage, by what they belong to. */
const kindOfActivity: Readonly<Record<string, string>> = {
  checkItem: 'checklist',
  observeCanary: 'canary',
  undoChange: 'rollback',
  watchStability: 'stabilize',
};

/** The occasion of an activity: its stage by its key, or by its type and environment. */
export function occasionOf(
  activity: string,
  order: StepOrder,
  plan: Pick<ReleasePlan, 'name' | 'stages'>,
): Occasion {
  const { component, gate, check, item } = order;
  const named = [component, gate?.name, check?.name, item?.item, item?.check?.name];
  const parts = named.filter((name) => typeof name === 'string');
  const kind = kindOfActivity[activity];
  if (kind === 'rollback') return { stage: kind, parts };
  const stage = plan.stages.find((candidate) =>
    kind === undefined
      ? typeof order.key === 'string' && order.key.startsWith(`${plan.name}/${candidate.id}/`)
      : candidate.kind === kind && candidate.environment === order.environment,
  );
  return { stage: stage?.id ?? null, parts };
}

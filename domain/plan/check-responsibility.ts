import type { CatalogIndex } from './catalog-index.ts';
import type { ReleasePlan } from './plan.ts';
import type { PlanProblem, PlanProblems } from './problem.ts';
import type { Stage } from './stage.ts';

/**
 * Whether every stage has someone who answers for it and someone who carries it out. A group
 * without members is nobody. One problem for each name, with the stages it leaves alone.
 */
export function* checkResponsibility(plan: ReleasePlan, index: CatalogIndex): PlanProblems {
  const accountable = plan.stages.filter((stage) => !isSomeone(stage.accountable, index));
  if (accountable.length > 0) {
    yield hole(plan.accountable, 'accountable', accountable, 'release', '/spec/accountable');
  }
  for (const stage of plan.stages.filter(({ responsible }) => responsible.length === 0)) {
    yield hole('nobody', 'responsible', [stage], 'policy', '/spec/classes');
  }
  const nobodies = new Set(
    plan.stages.flatMap(({ responsible }) => responsible).filter((name) => !isSomeone(name, index)),
  );
  for (const name of nobodies) {
    const left = plan.stages.filter(({ responsible }) => responsible.includes(name));
    yield hole(name, 'responsible', left, 'policy', `/spec/classes/${plan.releaseClass}`);
  }
}

function isSomeone(name: string, { groups, people }: CatalogIndex): boolean {
  return people.has(name) || (groups.get(name)?.members.length ?? 0) > 0;
}

function hole(
  name: string,
  role: 'accountable' | 'responsible',
  stages: readonly Stage[],
  document: PlanProblem['document'],
  pointer: string,
): PlanProblem {
  const ids = stages.map(({ id }) => `\`${id}\``).join(', ');
  return {
    code: `nobody-${role}`,
    document,
    pointer,
    message: `\`${name}\` has no members, so nobody is ${role} for ${ids}.`,
    remedy: `Add members to \`${name}\` in the catalog, or name someone else.`,
  };
}
